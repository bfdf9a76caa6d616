public import LogariumCore

/// A CSV or TSV of aggregates, read whole: one value a line.
public struct AggregateTable {
    public let content: AggregateRows
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
        try Self.check(head, path: path)
        let reader = CSVReader(PrefixedStream(head, then: content), delimiter: CSVReader.delimiter(of: head))
        let header = try AggregateHeader(
            try reader.next()?.fields ?? [], path: path, map: map, metric: metric)
        var lines = AggregateLines(metric: metric)
        while let row = try reader.next() { try lines.add(try header.cells(row)) }
        self.content = lines.content
        unknownColumns = header.unknown
        (sha256, bytes) = try file.finish()
    }

    /// What a table of text does not begin with.
    private static func check(_ head: [UInt8], path: String) throws {
        let isMarked = head.starts(with: [0xEF, 0xBB, 0xBF])
        let first = head.dropFirst(isMarked ? 3 : 0).first { !Set([0x20, 0x09, 0x0A, 0x0D]).contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            throw SourceError(
                path: path, line: 1,
                reason: "this is JSON; --aggregates takes tables, CSV or TSV with a header",
                remedy: "ingest a harness's own files without --aggregates; turn other JSON into a CSV table")
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw SourceError(
                path: path, line: 1, reason: "this is UTF-16",
                remedy: "save it as UTF-8 (CSV UTF-8 in a spreadsheet)")
        }
    }
}

/// Gathers lines; what many of them say alike is kept once.
private struct AggregateLines {
    let metric: String?
    private(set) var content = AggregateRows()
    private var references: [String: Int] = [:]
    private var tasks: [String: Int] = [:]
    private var metrics: [String: String] = [:]

    init(metric: String?) { self.metric = metric }

    mutating func add(_ cells: AggregateCells) throws {
        guard let name = cells.fields[.metric] ?? metric else { throw cells.error("\"metric\" is empty") }
        if metrics[name] == nil { metrics[name] = name }
        let key = cells.referenceKey
        if references[key] == nil {
            references[key] = content.references.count
            content.references.append(try cells.reference())
        }
        let taskKey = (cells.fields[.task] ?? "") + "\u{1F}" + (cells.fields[.behavior] ?? "")
        if tasks[taskKey] == nil {
            tasks[taskKey] = content.tasks.count
            content.tasks.append(try cells.task())
        }
        let task = tasks[taskKey] ?? 0
        content.rows.append(
            try cells.row(
                metric: metrics[name] ?? name, reference: references[key] ?? 0, task: task,
                name: content.tasks[task].name))
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

    func cells(_ row: CSVRow) throws -> AggregateCells {
        if let fault = row.fault { throw error(row.line, fault) }
        guard row.fields.count == columns.count else {
            throw error(row.line, "has \(row.fields.count) fields, the header has \(columns.count)")
        }
        var cells = AggregateCells(path: path, line: row.line)
        for (column, field) in zip(columns, row.fields) where !field.isEmpty {
            if let column { cells.fields[column] = field }
        }
        return cells
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
