import CSimdjson

/// One row of a CSV text.
public struct CSVRow: Sendable, Equatable {
    public var fields: [String]
    /// The line on which the row starts, from 1.
    public var line: Int
    /// What is wrong with the row as such, in words; its fields are then only to be shown.
    public var fault: String?
}

/// Splits CSV or TSV by RFC 4180: quoted fields may hold the delimiter, line ends and doubled quotes.
/// Blank lines are skipped, `\n` and `\r\n` both end a row, a byte order mark is skipped.
public final class CSVReader {
    private let window: ByteWindow
    private let delimiter: UInt8
    private var line = 1
    private var isAtStart = true
    private let limit = RecordLimit.bytes
    /// Bytes of the row so far.
    private var rowLength = 0

    /// A tab in the first line makes it TSV; more semicolons than commas make it what some spreadsheets call CSV.
    public static func delimiter(of head: some Sequence<UInt8>) -> Character {
        let line = Array(head.prefix { $0 != 0x0A })
        if line.contains(0x09) { return "\t" }
        let count = { (byte: UInt8) in line.count { $0 == byte } }
        return count(UInt8(ascii: ";")) > count(UInt8(ascii: ",")) ? ";" : ","
    }

    /// A file with the delimiter that its first line shows.
    public convenience init(path: String) throws {
        let stream = try FileStream(path: path)
        let head = try stream.read(atMost: 1 << 16)
        self.init(PrefixedStream(head, then: stream), delimiter: Self.delimiter(of: head))
    }

    /// - Parameter delimiter: a byte; comma, tab or semicolon.
    public init(_ stream: any ByteStream, delimiter: Character = ",") {
        window = ByteWindow(stream)
        self.delimiter = delimiter.asciiValue ?? UInt8(ascii: ",")
    }

    /// The next row; nil at the end.
    public func next() throws -> CSVRow? {
        if isAtStart, try window.starts(with: [0xEF, 0xBB, 0xBF]) { window.consume(3) }
        isAtStart = false
        while let byte = try window.byte(at: 0), byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            window.consume(1)
        }
        guard try window.byte(at: 0) != nil else { return nil }
        return try row()
    }

    private func row() throws -> CSVRow {
        var row = CSVRow(fields: [], line: line)
        rowLength = 0
        var isOpen = true
        while isOpen {
            let bytes = try field(&row)
            let isText = bytes.withUnsafeBytes {
                csj_is_utf8($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
            }
            if !isText { row.fault = row.fault ?? "field \(row.fields.count + 1) is not UTF-8" }
            row.fields.append(String(decoding: bytes, as: UTF8.self))
            isOpen = try endOfField()
        }
        return row
    }

    private func field(_ row: inout CSVRow) throws -> [UInt8] {
        var bytes: [UInt8] = []
        guard try window.byte(at: 0) == UInt8(ascii: "\"") else {
            while let byte = try window.byte(at: 0), byte != delimiter, byte != 0x0A, !(try isLineEnd()) {
                bytes.append(byte)
                try consume()
            }
            return bytes
        }
        window.consume(1)
        while let byte = try window.byte(at: 0) {
            try consume()
            if byte == 0x0A { line += 1 }
            if byte == UInt8(ascii: "\"") {
                guard try window.byte(at: 0) == UInt8(ascii: "\"") else { return try afterQuote(bytes, &row) }
                window.consume(1)
            }
            bytes.append(byte)
        }
        row.fault = "the file ends inside a quoted field"
        return bytes
    }

    /// Text between a closing quote and the next delimiter is a fault, not content.
    private func afterQuote(_ bytes: [UInt8], _ row: inout CSVRow) throws -> [UInt8] {
        while let byte = try window.byte(at: 0), byte != delimiter, byte != 0x0A, !(try isLineEnd()) {
            row.fault = "there is text after a closing quote"
            window.consume(1)
        }
        return bytes
    }

    private func consume() throws {
        window.consume(1)
        rowLength += 1
        guard rowLength <= limit else { throw RecordTooLong(limit: limit) }
    }

    private func isLineEnd() throws -> Bool {
        guard try window.byte(at: 0) == 0x0D else { return false }
        let next = try window.byte(at: 1)
        return next == 0x0A || next == nil
    }

    /// Steps over the delimiter or the line end; true when another field follows.
    private func endOfField() throws -> Bool {
        if try isLineEnd() { window.consume(1) }
        guard let byte = try window.byte(at: 0) else { return false }
        window.consume(1)
        if byte == 0x0A { line += 1 }
        return byte == delimiter
    }
}
