public import LogariumCore

/// Reads a CSV or TSV of aggregates: one value a line.
public struct AggregateReader {
    private let reader: CSVReader
    private let columns: [AggregateColumn?]
    private let path: String
    private let metric: String?

    /// - Parameters:
    ///   - map: what the table calls a column.
    ///   - metric: what every line measures, where no column says it.
    /// - Throws: `SourceError` when the header lacks model, task or value, or what they measure.
    public init(path: String, map: [AggregateColumn: String] = [:], metric: String? = nil) throws {
        self.path = path
        self.metric = metric
        let isTabbed = try CSVReader(ByteStreams.open(path: path), delimiter: "\t").next()?.fields.count ?? 0 > 1
        reader = CSVReader(try ByteStreams.open(path: path), delimiter: isTabbed ? "\t" : ",")
        let names = try reader.next()?.fields ?? []
        var found: [String: AggregateColumn] = [:]
        for column in AggregateColumn.allCases { found[map[column] ?? column.rawValue] = column }
        columns = names.map { found[$0] }
        try check(names, metric: metric)
    }

    /// Columns of the table that no aggregate has: read over, and told.
    public static func unknown(in header: [String], map: [AggregateColumn: String]) -> [String] {
        let known = Set(AggregateColumn.allCases.map { map[$0] ?? $0.rawValue })
        return header.filter { !known.contains($0) }
    }

    /// The next line; nil at the end.
    /// - Throws: `SourceError` with file and line.
    public func next() throws -> AggregateRow? {
        guard let row = try reader.next() else { return nil }
        if let fault = row.fault { throw error(row.line, fault) }
        guard row.fields.count == columns.count else {
            throw error(row.line, "has \(row.fields.count) fields, the header has \(columns.count)")
        }
        var cells = AggregateCells(path: path, line: row.line)
        for (column, field) in zip(columns, row.fields) where !field.isEmpty {
            if let column { cells.fields[column] = field }
        }
        return try cells.row(metric: metric)
    }

    private func check(_ names: [String], metric: String?) throws {
        let wanted: [AggregateColumn] = [.model, .task, .value] + (metric == nil ? [.metric] : [])
        for column in wanted where !columns.contains(column) {
            let other = column == .metric ? "give --metric acc, or " : ""
            throw SourceError(
                path: path, line: 1, reason: "there is no column \"\(column.rawValue)\" among \(names.joined(separator: ", "))",
                remedy: "\(other)name it with --map \(column.rawValue)=ITS_NAME")
        }
    }

    private func error(_ line: Int, _ reason: String) -> SourceError {
        SourceError(path: path, line: line, reason: reason, remedy: "mend the line")
    }
}
