/// The SELECTs that functions of one connection run, compiled while one of them is at work.
///
/// An open statement would keep the connection from closing.
final class CompiledStatements {
    let connection: UnsafeMutableRawPointer
    private var users = 0
    private var compiled: [String: WarehouseRows?] = [:]

    init(connection: UnsafeMutableRawPointer) { self.connection = connection }

    /// Begins and ends nest.
    func begin() { users += 1 }

    func end() {
        users -= 1
        if isIdle { compiled = [:] }
    }

    var isIdle: Bool { users == 0 }

    /// Nil where SQLite cannot compile it: a table that an older warehouse lacks.
    func select(_ sql: String) -> WarehouseRows? {
        if let known = compiled[sql] { return known }
        let new = WarehouseRows(sql, on: connection)
        compiled[sql] = .some(new)
        return new
    }

    /// - Throws: where the warehouse has no such table or view.
    func need(_ sql: String) throws(SQLFunctionError) -> WarehouseRows {
        guard let rows = select(sql) else { throw WarehouseRows.failure(on: connection) }
        return rows
    }
}
