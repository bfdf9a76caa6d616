import LogariumCore

/// A view of the warehouse: a file of `migrations/views/`, or made of the list of metrics. Views are code: every program has its own, and all of them
/// are replaced together where a file's differ.
public struct SchemaView: Sendable, Equatable {
    public let name: String
    /// The comment at the file's top, and the statement that makes the view.
    public let sql: String

    /// What the view selects, without the statement's head and end.
    public var select: Substring {
        guard let head = sql.utf8[...].firstRange(of: " AS\n") else { return "" }
        return sql[head.upperBound...].prefix { $0 != ";" }
    }

    /// Every view of this program, by name.
    public static let all: [SchemaView] =
        (EmbeddedText.files.filter { $0.folder == "views" }.map { SchemaView(name: $0.name, sql: $0.text) }
        + ofMetrics)
        .sorted { $0.name < $1.name }

    public static func named(_ name: String) -> SchemaView? { all.first { $0.name == name } }

    /// Tells the views of one program from another's.
    public static func sha256(of views: [SchemaView]) -> String {
        SHA256Digest.hex(of: views.map(\.sql).joined(separator: "\n"))
    }

    /// This program's.
    public static let sha256 = sha256(of: all)

    /// Makes the views in a connection only, in front of those in the file.
    var temporarySQL: String {
        sql.replacing("CREATE VIEW ", with: "CREATE TEMP VIEW ", maxReplacements: 1)
    }
}
