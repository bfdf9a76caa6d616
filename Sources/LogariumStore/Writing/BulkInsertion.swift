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
    private static let capacity: Int32 = 32

    /// - Parameters:
    ///   - columns: the first is never NULL: rows without it are room that is not used.
    ///   - parents: rows that these refer to, inserted before them.
    init(_ db: Database, into table: String, _ columns: [String], after parents: BulkInsertion? = nil) throws
    {
        self.parents = parents
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let rows = repeatElement(row, count: Int(Self.capacity)).joined(separator: ", ")
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
        if nWaiting == Self.capacity { try flush() }
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
