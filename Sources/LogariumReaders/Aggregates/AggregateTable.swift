public import LogariumCore

/// A CSV or TSV of aggregates, read whole: one value a line.
public struct AggregateTable {
    public let rows: [AggregateRow]
    /// Columns that no aggregate has: read over.
    public let unknownColumns: [String]
    /// Of the file as it lies on the disk.
    public let sha256: String
    public let bytes: Int

    /// - Parameters:
    ///   - map: what the table calls a column.
    ///   - metric: what every line measures, where no column says it.
    /// - Throws: `SourceError` with file and line for a missing column or a bad cell.
    public init(path: String, map: [AggregateColumn: String] = [:], metric: String? = nil) throws {
        let file = DigestingStream(try FileStream(path: path))
        let content = try Compression.decompressed(file, path: path)
        let head = try content.read(atMost: 1 << 16)
        let isTabbed = head.prefix { $0 != UInt8(ascii: "\n") }.contains(UInt8(ascii: "\t"))
        let reader = CSVReader(PrefixedStream(head, then: content), delimiter: isTabbed ? "\t" : ",")
        let header = try AggregateHeader(
            try reader.next()?.fields ?? [], path: path, map: map, metric: metric)
        var rows: [AggregateRow] = []
        while let row = try reader.next() { rows.append(try header.row(row)) }
        self.rows = rows
        unknownColumns = header.unknown
        (sha256, bytes) = try file.finish()
    }
}

/// The first line of a table of aggregates.
private struct AggregateHeader {
    let path: String
    let metric: String?
    let columns: [AggregateColumn?]
    let unknown: [String]

    init(_ names: [String], path: String, map: [AggregateColumn: String], metric: String?) throws {
        self.path = path
        self.metric = metric
        var known: [String: AggregateColumn] = [:]
        for column in AggregateColumn.allCases { known[map[column] ?? column.rawValue] = column }
        columns = names.map { known[$0] }
        unknown = names.filter { known[$0] == nil }
        for (column, name) in map.sorted(by: { $0.value < $1.value }) where !names.contains(name) {
            throw missing(
                name, among: names, remedy: "--map \(column.rawValue)= must name a column of the table")
        }
        let wanted: [AggregateColumn] = [.model, .task, .value] + (metric == nil ? [.metric] : [])
        for column in wanted where !columns.contains(column) {
            let other = column == .metric ? "give --metric acc, or " : ""
            throw missing(
                column.rawValue, among: names,
                remedy: "\(other)name it with --map \(column.rawValue)=ITS_NAME")
        }
    }

    func row(_ row: CSVRow) throws -> AggregateRow {
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

    private func missing(_ name: String, among names: [String], remedy: String) -> SourceError {
        SourceError(
            path: path, line: 1,
            reason: "there is no column \"\(name)\" among \(names.joined(separator: ", "))",
            remedy: remedy)
    }

    private func error(_ line: Int, _ reason: String) -> SourceError {
        SourceError(path: path, line: line, reason: reason, remedy: "mend the line")
    }
}
