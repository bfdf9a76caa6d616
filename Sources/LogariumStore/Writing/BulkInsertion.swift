import GRDB

/// Inserts the rows of one table many at a time: a statement of many rows finds its place in the table, and sets up
/// the table's checks, once for all of them.
///
/// A row waits until its statement is full or `flush` is called. A statement fails or succeeds as a whole.
final class BulkInsertion {
    private let statement: PreparedStatement
    private let nColumns: Int32
    private let parents: BulkInsertion?
    private var nWaiting: Int32 = 0
    private let capacity: Int32

    /// - Parameters:
    ///   - columns: the first is never NULL: rows without it are room that is not used.
    ///   - capacity: rows of a statement; so many that SQLite keeps the pages they change in memory, in case it must
    ///     restore them (see `csqlite_set_for_writing`).
    ///   - parents: rows that these refer to, inserted before them.
    init(
        _ db: Database, into table: String, _ columns: [String], capacity: Int32,
        after parents: BulkInsertion? = nil
    ) throws {
        self.capacity = capacity
        self.parents = parents
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let rows = repeatElement(row, count: Int(capacity)).joined(separator: ", ")
        nColumns = Int32(columns.count)
        statement = try PreparedStatement(
            db,
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT * FROM (VALUES \(rows)) WHERE column1 IS NOT NULL
            """)
    }

    /// Adds a row.
    ///
    /// - Parameter bind: binds the row's columns, from 1; a column that it leaves out is NULL.
    func add(_ bind: (PreparedStatement) throws -> Void) throws {
        statement.firstParameter = nWaiting * nColumns
        try bind(statement)
        nWaiting += 1
        if nWaiting == capacity { try flush() }
    }

    /// Inserts the rows that wait.
    func flush() throws {
        try parents?.flush()
        guard nWaiting > 0 else { return }
        nWaiting = 0
        defer { statement.clearBindings() }
        try statement.run()
    }
}
