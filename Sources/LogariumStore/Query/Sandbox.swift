import GRDBSQLite

/// Confines a connection to reading: for SQL that anybody may have written.
///
/// What is not known to be harmless is denied: a new SQLite brings no new way out.
final class Sandbox {
    private var denial: String?

    /// What was denied last, once.
    func takeDenial() -> String? {
        defer { denial = nil }
        return denial
    }

    /// The sandbox must live as long as the connection.
    func confine(_ handle: OpaquePointer) {
        Self.connectTableFunctions(handle)
        SandboxFormat(maximalLength: Self.maximalLength).replace(on: handle)
        for (limit, value) in Self.limits { sqlite3_limit(handle, limit, value) }
        sqlite3_set_authorizer(
            handle,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let sandbox = Unmanaged<Sandbox>.fromOpaque(context).takeUnretainedValue()
                return sandbox.decide(
                    action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Bytes of a text, a blob or a row.
    private static let maximalLength: Int32 = 64 << 20

    private static let limits: [(Int32, Int32)] = [
        (SQLITE_LIMIT_LENGTH, maximalLength),
        (SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (SQLITE_LIMIT_COLUMN, 2_000),
        (SQLITE_LIMIT_EXPR_DEPTH, 500),
        (SQLITE_LIMIT_COMPOUND_SELECT, 200),
        (SQLITE_LIMIT_VDBE_OP, 2_000_000),
        (SQLITE_LIMIT_FUNCTION_ARG, 100),
        (SQLITE_LIMIT_ATTACHED, 0),
        (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500),
        (SQLITE_LIMIT_VARIABLE_NUMBER, 1_000),
        (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]

    /// Meets every allowed table-valued function once, before the rules hold: at its first use SQLite declares
    /// its table, and asks for leave to write the schema, which nobody else shall have.
    private static func connectTableFunctions(_ handle: OpaquePointer) {
        for name in tableFunctions {
            var statement: OpaquePointer?
            sqlite3_prepare_v2(handle, "SELECT 1 FROM \(name)", -1, &statement, nil)
            sqlite3_finalize(statement)
        }
    }

    private func decide(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
        guard let reason = Self.reason(against: action, first, second) else { return SQLITE_OK }
        denial = reason
        return SQLITE_DENY
    }

    /// Why an action is denied; nil when it is allowed.
    private static func reason(against action: Int32, _ first: String?, _ second: String?) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: nil
        case SQLITE_FUNCTION: isAllowed(function: second ?? "") ? nil : "function \(second ?? "")"
        case SQLITE_PRAGMA:
            isAllowed(pragma: first ?? "", value: second)
                ? nil : "PRAGMA \(first ?? "")\(second.map { " = \($0)" } ?? "")"
        case SQLITE_ATTACH, SQLITE_DETACH: "ATTACH and DETACH"
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: "transactions"
        default: "writing\(first.map { " \($0)" } ?? "")"
        }
    }
}
