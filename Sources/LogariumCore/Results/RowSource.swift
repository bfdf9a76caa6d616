/// An answer whose rows come one after another, once.
public protocol RowSource: AnyObject {
    var columnNames: [String] { get }
    /// Columns whose texts are JSON.
    var jsonColumns: Set<String> { get }
    func forEachRow(_ body: ([ResultValue]) throws -> Void) throws
}

extension RowSource {
    public var jsonColumns: Set<String> { [] }
}

/// A named answer, with the question that gave it.
public struct NamedAnswer {
    public let name: String
    /// Text of the query, so that an export says what it is an answer to.
    public let sql: String
    public let rows: any RowSource

    public init(name: String, sql: String, rows: any RowSource) {
        self.name = name
        self.sql = sql
        self.rows = rows
    }
}

/// Rows that are at hand already.
public final class RowList: RowSource {
    public let columnNames: [String]
    public let rows: [[ResultValue]]

    public init(columnNames: [String], rows: [[ResultValue]]) {
        self.columnNames = columnNames
        self.rows = rows
    }

    public func forEachRow(_ body: ([ResultValue]) throws -> Void) throws { try rows.forEach(body) }
}
