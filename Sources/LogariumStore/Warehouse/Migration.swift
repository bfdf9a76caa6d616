import LogariumCore

/// One step of the history of tables, indexes and triggers: a file of `migrations/`, applied once, in order, never
/// edited once it is released.
public struct Migration: Sendable, Equatable {
    public let version: Int
    public let name: String
    public let sql: String
    public var sha256: String { SHA256Digest.hex(of: sql) }

    public init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// Every migration of this program, in order.
    public static let all: [Migration] = EmbeddedText.files
        .filter { $0.folder == "migrations" }
        .compactMap { file in
            Int(file.name.prefix(4)).map { Migration(version: $0, name: file.name, sql: file.text) }
        }
        .sorted { $0.version < $1.version }
}
