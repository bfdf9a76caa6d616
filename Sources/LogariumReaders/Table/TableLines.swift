import LogariumCore

/// The lines of a table, whatever its layout.
protocol TableLines: Sendable {
    associatedtype Block: Sendable

    /// The next block of lines at every call; nil at the end.
    /// - Throws: `SourceError` for the file.
    func blocks(of stream: any ByteStream) throws -> () throws -> Block?
    func forEachRow(
        of block: Block, with tools: ReadingTools, _ body: (Result<TableRow, TableLineFault>) -> Void)
}

/// A line that cannot be read, as it is set aside.
struct TableLineFault: Error {
    var line: RejectedLine
}

/// CSV or TSV: the first row names the columns. Rows are split where the file is cut into blocks, since only what
/// is before tells whether a line end is inside quotes.
struct CSVTableLines: TableLines {
    let delimiter: Character
    let header: TableHeader
    let path: String

    struct Block: Sendable {
        let columns: [TableColumn?]
        let rows: [CSVRow]
    }

    /// Rows of one block.
    var blockSize = 256

    func blocks(of stream: any ByteStream) throws -> () throws -> Block? {
        let reader = CSVReader(stream, delimiter: delimiter)
        let columns = try columns(of: try reader.next()?.fields ?? [])
        return {
            var rows: [CSVRow] = []
            while rows.count < blockSize, let row = try reader.next() { rows.append(row) }
            return rows.isEmpty ? nil : Block(columns: columns, rows: rows)
        }
    }

    private func columns(of names: [String]) throws -> [TableColumn?] {
        let columns: [TableColumn?]
        do {
            columns = try header.columns(of: names)
        } catch {
            throw SourceError(path: path, line: 1, reason: error.reason, remedy: TableHeader.remedy)
        }
        guard !columns.contains(.logprobs) || columns.contains(.matching) else {
            throw SourceError(
                path: path, line: 1, reason: "there is no column \"matching\"",
                remedy: "add it, or name it with --map matching=\"its name\"")
        }
        return columns
    }

    func forEachRow(
        of block: Block, with tools: ReadingTools, _ body: (Result<TableRow, TableLineFault>) -> Void
    ) {
        for fields in block.rows { body(row(fields, block.columns)) }
    }

    private func row(_ fields: CSVRow, _ columns: [TableColumn?]) -> Result<TableRow, TableLineFault> {
        let text = fields.fields.joined(separator: String(delimiter))
        func fault(_ reason: String) -> Result<TableRow, TableLineFault> {
            .failure(TableLineFault(line: RejectedLine(line: fields.line, reason: reason, text: text)))
        }
        if let reason = fields.fault { return fault(reason) }
        guard fields.fields.count == columns.count else {
            return fault("has \(fields.fields.count) fields, the header has \(columns.count)")
        }
        var row = TableRow(line: fields.line, text: text)
        for case (let column?, let field) in zip(columns, fields.fields) {
            row.set(column, header.isNegated(column) ? NegatedText.of(field) : field)
        }
        return row.textFault.map(fault) ?? .success(row)
    }
}

/// NDJSON, or a JSON array of objects: one object a line, with the same names and native types.
struct JSONTableLines: TableLines {
    let header: TableHeader
    var blockSize = BlockReader.size

    func blocks(of stream: any ByteStream) throws -> () throws -> RecordBlock? {
        BlockReader(stream, size: blockSize).next
    }

    func forEachRow(
        of block: RecordBlock, with tools: ReadingTools, _ body: (Result<TableRow, TableLineFault>) -> Void
    ) {
        var names = ColumnNames(header: header)
        block.forEach { record in body(row(record, &names, tools.parser)) }
    }

    private func row(
        _ record: Record, _ names: inout ColumnNames, _ parser: JSONParser
    ) -> Result<TableRow, TableLineFault> {
        func fault(_ reason: String) -> Result<TableRow, TableLineFault> {
            .failure(TableLineFault(line: RejectedLine(line: record.line, reason: reason, text: record.text)))
        }
        if let reason = record.fault { return fault(reason) }
        do {
            let object = try parser.parse(record.bytes)
            guard object.kind == .object else { return fault("is no JSON object") }
        } catch {
            return fault("is not JSON: \(error.reason)")
        }
        var row = TableRow(line: record.line, source: record.bytes)
        names.restart()
        var unknown: String?
        JSONSpan.forEachField(of: record.bytes) { key, value in
            if let column = names.next(key) {
                let text = Self.text(of: value)
                row.set(column, header.isNegated(column) ? text.map(NegatedText.of) : text)
            } else {
                let name = String(decoding: JSONString.unescape(key), as: UTF8.self)
                if !header.isIgnored(name, at: 0) { unknown = unknown ?? name }
            }
        }
        if let unknown { return fault("the column \"\(unknown)\" is not known; \(TableHeader.remedy)") }
        return row.textFault.map(fault) ?? .success(row)
    }

    /// A text as it is, anything else as it was written, so that digits are kept; nil for `null`.
    private static func text(of value: UnsafeRawBufferPointer) -> String? {
        guard value.first == UInt8(ascii: "\""), value.count > 1 else {
            return value.elementsEqual("null".utf8) ? nil : String(decoding: value, as: UTF8.self)
        }
        let body = UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)])
        guard body.contains(UInt8(ascii: "\\")) else { return String(decoding: body, as: UTF8.self) }
        return String(decoding: JSONString.unescape(body), as: UTF8.self)
    }
}

/// The columns of a line's names. Lines of a table name the same columns in the same order: what stood in
/// a place on the line before is what is tried first.
private struct ColumnNames {
    let header: TableHeader
    private var places: [(name: [UInt8], column: TableColumn)] = []
    private var place = 0

    init(header: TableHeader) { self.header = header }

    mutating func restart() { place = 0 }

    /// - Parameter key: the inside of a JSON string.
    mutating func next(_ key: UnsafeRawBufferPointer) -> TableColumn? {
        defer { place += 1 }
        if place < places.count, places[place].name.withUnsafeBytes({ $0.equals(key) }) {
            return places[place].column
        }
        let name = String(decoding: JSONString.unescape(key), as: UTF8.self)
        guard let column = header.column(name) else { return nil }
        if place <= places.count {
            places.removeSubrange(place...)
            places.append((Array(key), column))
        }
        return column
    }
}
