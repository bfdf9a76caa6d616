public import LogariumCore

/// Some columns of an answer, in the order asked for.
public final class SelectedColumns: RowSource {
    public let columnNames: [String]
    private let rows: any RowSource
    private let indices: [Int]

    /// - Throws: `ReadError.noSuchColumn` for a name that the answer does not have.
    public init(_ rows: any RowSource, columns: [String]) throws {
        self.rows = rows
        columnNames = columns
        indices = try columns.map { name in
            guard let index = rows.columnNames.firstIndex(of: name) else {
                throw ReadError.noSuchColumn(
                    name: name, known: rows.columnNames, closest: name.closest(in: rows.columnNames))
            }
            return index
        }
    }

    public func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
        try rows.forEachRow { row in try body(indices.map { row[$0] }) }
    }
}
