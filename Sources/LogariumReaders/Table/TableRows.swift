import LogariumCore

/// The lines of a table, whatever its layout.
protocol TableRows {
    /// The next line; nil at the end.
    /// - Throws: `TableLineFault` for a line that can be set aside, `SourceError` for the file.
    mutating func next() throws -> TableRow?
}

/// A line that cannot be read, with what is needed to set it aside.
struct TableLineFault: Error {
    var line: Int
    var reason: String
    var text: String
}

/// CSV or TSV: the first row names the columns.
struct CSVTableRows: TableRows {
    private let reader: CSVReader
    private let columns: [TableColumn]
    private let delimiter: Character

    init(_ stream: any ByteStream, delimiter: Character, header: TableHeader, path: String) throws {
        reader = CSVReader(stream, delimiter: delimiter)
        self.delimiter = delimiter
        let names = try reader.next()?.fields ?? []
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
    }

    mutating func next() throws -> TableRow? {
        guard let fields = try reader.next() else { return nil }
        let text = fields.fields.joined(separator: String(delimiter))
        if let fault = fields.fault { throw TableLineFault(line: fields.line, reason: fault, text: text) }
        guard fields.fields.count == columns.count else {
            let reason = "has \(fields.fields.count) fields, the header has \(columns.count)"
            throw TableLineFault(line: fields.line, reason: reason, text: text)
        }
        var row = TableRow(line: fields.line, text: text)
        for (column, field) in zip(columns, fields.fields) { row.set(column, field) }
        return row
    }
}

/// NDJSON, or a JSON array of objects: one object a line, with the same names and native types.
struct JSONTableRows: TableRows {
    private let records: RecordReader
    private let parser: JSONParser
    private let header: TableHeader

    init(_ stream: any ByteStream, header: TableHeader) throws {
        records = RecordReader(stream)
        parser = try JSONParser()
        self.header = header
    }

    mutating func next() throws -> TableRow? {
        guard let record = try records.next() else { return nil }
        do {
            return try row(record)
        } catch let fault as LineFault {
            throw TableLineFault(line: record.line, reason: fault.reason, text: record.text)
        } catch let fault as JSONFault {
            throw TableLineFault(line: record.line, reason: "is not JSON: \(fault.reason)", text: record.text)
        }
    }

    private func row(_ record: Record) throws -> TableRow {
        if let fault = record.fault { throw LineFault(reason: fault) }
        let object = try parser.parse(record.bytes)
        guard object.kind == .object else { throw LineFault(reason: "is no JSON object") }
        var row = TableRow(line: record.line, text: record.text)
        for (key, value) in object.fields {
            let name = key.string
            guard let column = header.column(name) else {
                throw LineFault(reason: "the column \"\(name)\" is not known; \(TableHeader.remedy)")
            }
            row.set(column, text(of: value, named: name, in: record))
        }
        return row
    }

    /// A text as it is, anything else as it was written, so that digits are kept.
    private func text(of value: JSONElement, named name: String, in record: Record) -> String? {
        if value.isNull { return nil }
        return value.string
            ?? JSONSpan.field(name, of: record.bytes).map { String(decoding: $0, as: UTF8.self) }
    }
}
