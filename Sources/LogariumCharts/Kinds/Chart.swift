/// A kind of chart: which queries it draws, and how. One file a kind; `ChartKind` names them all.
public protocol Chart {
    /// The queries whose answers it needs, with what it asks of them beyond what the user asks.
    static var questions: [Question] { get }
    /// One figure per behavior, line or whatever the kind draws one of.
    ///
    /// - Throws: `ChartError`.
    static func figures(_ answers: Answers) throws -> [Figure]
}

/// A query by name, and its parameters.
public struct Question: Sendable, Hashable {
    public let query: String
    public let parameters: [String: String]

    public init(_ query: String, _ parameters: [String: String] = [:]) {
        (self.query, self.parameters) = (query, parameters)
    }
}

/// The rows that a chart's queries gave.
public struct Answers: Sendable {
    private let tables: [String: ChartTable]
    private let chart: String

    public init(_ tables: [String: ChartTable], for chart: String) {
        (self.tables, self.chart) = (tables, chart)
    }

    /// - Throws: `ChartError.noRows` where the query was not asked or said nothing.
    public func table(_ query: String) throws -> ChartTable {
        guard let table = tables[query], !table.rows.isEmpty else { throw ChartError.noRows(chart: chart) }
        return table
    }

    /// The rows of a query whose answer may be empty.
    public func rows(_ query: String) -> ChartTable { tables[query] ?? ChartTable(columnNames: [], rows: []) }

    func lines(of query: String = "trend_points") throws -> [PointLine] {
        let lines = try PointLine.lines(in: table(query), for: chart)
        guard !lines.isEmpty else { throw ChartError.noRows(chart: chart) }
        return lines
    }
}
