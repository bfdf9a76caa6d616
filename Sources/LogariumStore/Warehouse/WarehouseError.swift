import GRDB

/// What keeps a warehouse from being opened or written, and how to go on.
public enum WarehouseError: Error, Equatable, CustomStringConvertible {
    /// A name that is none of a file on disk.
    case noFileName(path: String)
    case notFound(path: String)
    /// Something else than a warehouse, in words.
    case isNone(path: String, reason: String)
    case notAWarehouse(path: String)
    case newer(path: String, version: Int, known: Int)
    case needsMigration(path: String, version: Int, known: Int)
    case changedMigration(path: String, name: String)
    case locked(path: String, holder: String)
    case backupExists(path: String)
    case noSuchRun(path: String, run: Int64)
    /// A rule names a field of the documents that none of them has; `rule` is its glob.
    case noSuchField(rule: String, column: String, field: String, known: [String])
    case sqlite(path: String, message: String)

    public var description: String {
        switch self {
        case .noFileName(let path):
            "\"\(path)\" is no name of a file: what is written there would not be kept; name a file with --db"
        case .isNone(let path, let reason):
            "\(path): \(reason), no Logarium warehouse; name another file with --db"
        case .notFound(let path):
            "\(path): no warehouse here; make one with `logarium ingest PATH --db \(path)`"
        case .notAWarehouse(let path):
            "\(path): not a Logarium warehouse; name another file with --db"
        case .newer(let path, let version, let known):
            "\(path): schema \(version) is newer than this program, which knows \(known); use the newer program"
        case .needsMigration(let path, let version, let known):
            "\(path): schema \(version) is older than this program's \(known); run `logarium migrate --db \(path)`"
        case .changedMigration(let path, let name):
            "\(path): its tables are of another history (\(name)), as before the first release; "
                + "ingest its sources again into a new file"
        case .locked(let path, let holder):
            "\(path): being written by \(holder); try again when it has ended"
        case .backupExists(let path):
            "\(path): exists already; move it away or name another file"
        case .noSuchRun(let path, let run):
            "\(path): there is no run \(run); `logarium runs` lists them"
        case .noSuchField(let rule, let column, let field, let known):
            "\(column) of \(rule): no document has the field \"\(field)\"; fields: \(known.joined(separator: ", "))"
        case .sqlite(let path, let message):
            "\(path): \(message)"
        }
    }
}

extension WarehouseError {
    /// What SQLite met while a warehouse was written.
    init(_ error: DatabaseError, path: String) {
        let words = SQLiteWords.words(code: error.extendedResultCode.rawValue, path: path)
        self = .sqlite(
            path: path,
            message: words
                ?? "SQLite refused a statement of Logarium's own (code \(error.extendedResultCode.rawValue)); "
                + "nothing was changed; report it as a fault of Logarium")
    }
}
