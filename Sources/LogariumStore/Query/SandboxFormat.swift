import GRDBSQLite

/// `printf` and `format` of SQLite, but for what happens when the text gets too long: they give NULL there
/// (seen in 3.40.1), this fails, so that no answer is silently empty.
final class SandboxFormat {
    private var engine: OpaquePointer?
    private var statements: [Int32: OpaquePointer] = [:]

    /// - Parameter maximalLength: bytes.
    init(maximalLength: Int32) {
        sqlite3_open_v2(":memory:", &engine, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nil)
        sqlite3_limit(engine, SQLITE_LIMIT_LENGTH, maximalLength)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(engine)
    }

    /// Puts it in the place of SQLite's own.
    func replace(on connection: OpaquePointer) {
        for name in ["printf", "format"] {
            sqlite3_create_function_v2(
                connection, name, -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                Unmanaged.passRetained(self).toOpaque(),
                { context, count, values in
                    guard let data = sqlite3_user_data(context), let values else { return }
                    let format = Unmanaged<SandboxFormat>.fromOpaque(data).takeUnretainedValue()
                    format.answer(context, count, values)
                }, nil, nil,
                { data in
                    if let data { Unmanaged<SandboxFormat>.fromOpaque(data).release() }
                })
        }
    }

    private func answer(
        _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>
    ) {
        guard count > 0, sqlite3_value_type(values[0]) != SQLITE_NULL else {
            return sqlite3_result_null(context)
        }
        guard let statement = statement(count) else { return sqlite3_result_error_nomem(context) }
        defer { sqlite3_reset(statement) }
        for place in 0..<count { sqlite3_bind_value(statement, place + 1, values[Int(place)]) }
        guard sqlite3_step(statement) == SQLITE_ROW, sqlite3_column_type(statement, 0) != SQLITE_NULL else {
            return sqlite3_result_error_toobig(context)
        }
        sqlite3_result_value(context, sqlite3_column_value(statement, 0))
    }

    private func statement(_ count: Int32) -> OpaquePointer? {
        if let statement = statements[count] { return statement }
        let marks = Array(repeating: "?", count: Int(count)).joined(separator: ", ")
        var statement: OpaquePointer?
        sqlite3_prepare_v2(engine, "SELECT printf(\(marks))", -1, &statement, nil)
        statements[count] = statement
        return statement
    }
}
