/// Collects rows of numbers by column, and answers once all are there. A row with a NULL is skipped.
final class NumberColumns: SQLAggregate {
    private var columns: [[Double]]
    private let answer: @Sendable ([[Double]]) throws(SQLFunctionError) -> SQLValue

    /// - Parameter answer: of at least one row; without rows it is NULL.
    init(count: Int, _ answer: @escaping @Sendable ([[Double]]) throws(SQLFunctionError) -> SQLValue) {
        columns = [[Double]](repeating: [], count: count)
        self.answer = answer
    }

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        guard let numbers = try row.numbers() else { return }
        for (index, number) in numbers.enumerated() { columns[index].append(number) }
    }

    func finish() throws(SQLFunctionError) -> SQLValue {
        guard let first = columns.first, !first.isEmpty else { return .null }
        return try answer(columns)
    }
}

extension [[Double]] {
    /// Two columns, x and y, in the order of x; rows of equal x in the order of y.
    var sortedByFirst: (x: [Double], y: [Double]) {
        let rows = zip(self[0], self[1]).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        return (rows.map(\.0), rows.map(\.1))
    }
}
