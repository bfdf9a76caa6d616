public import LogariumCore

extension RowWriter {
    /// Writes a whole answer; returns the number of rows.
    ///
    /// - Parameter limit: rows to write at most; nil: all.
    @discardableResult
    public mutating func write(_ source: any RowSource, limit: Int? = nil) throws -> RowCount {
        var count = RowCount(rows: 0, isCut: false)
        try begin(columns: source.columnNames, json: source.jsonColumns)
        do {
            try source.forEachRow { row in
                guard count.rows < limit ?? .max else { throw LimitReached() }
                try write(row)
                count.rows += 1
            }
        } catch is LimitReached {
            count.isCut = true
        }
        try end()
        return count
    }
}

/// How much of an answer was written.
public struct RowCount: Sendable, Equatable {
    public var rows: Int
    /// There were more rows than the limit.
    public var isCut: Bool
}

private struct LimitReached: Error {}
