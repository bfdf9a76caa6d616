#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import LogariumCore

/// One line of a text, or one element of a JSON array.
struct Record {
    /// Valid until the next record is asked for, and followed by `PaddedBytes.padding` readable bytes.
    var bytes: UnsafeRawBufferPointer
    /// From 1; of an array's element, the line where it starts.
    var line: Int
    /// What is wrong with the record as such, in words; its bytes are then only to be shown.
    var fault: String?

    init(bytes: UnsafeRawBufferPointer, line: Int, fault: String? = nil) {
        self.bytes = bytes
        self.line = line
        self.fault = fault
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Splits a stream into records: lines at `\n` only, blank ones skipped, or the elements of a JSON array
/// (which lm-eval 0.4.0–0.4.2 wrote into `.jsonl` files). The first byte that is no space decides.
///
/// Memory is bounded by the longest record.
final class RecordReader {
    private enum Layout { case lines, array, done }

    private var window: ByteWindow
    private var layout: Layout?
    private var line = 1

    init(_ stream: any ByteStream) { window = ByteWindow(stream) }

    /// The next record; nil at the end.
    /// - Throws: `SourceError` of the stream.
    func next() throws -> Record? {
        if layout == nil { layout = try findLayout() }
        switch layout {
        case .lines: return try nextLine()
        case .array: return try nextElement()
        case .done, nil: return nil
        }
    }

    private func findLayout() throws -> Layout {
        if try window.starts(with: [0xEF, 0xBB, 0xBF]) { window.consume(3) }
        try skipSpace()
        guard try window.byte(at: 0) == UInt8(ascii: "[") else { return .lines }
        window.consume(1)
        return .array
    }

    private func nextLine() throws -> Record? {
        while true {
            let end = try window.offset(ofNewLineFrom: 0)
            let length = end ?? window.count
            guard end != nil || length > 0 else { return nil }
            var text = window.bytes(0..<length)
            if text.last == 0x0D { text = UnsafeRawBufferPointer(rebasing: text.dropLast()) }
            let place = line
            line += 1
            window.consumeLater(end == nil ? length : length + 1)
            if !text.allSatisfy(JSONSpan.isSpace) { return Record(bytes: text, line: place) }
        }
    }

    private func nextElement() throws -> Record? {
        try skipSpace()
        switch try window.byte(at: 0) {
        case UInt8(ascii: ","):
            window.consume(1)
            try skipSpace()
        case UInt8(ascii: "]"):
            window.consume(1)
            try skipSpace()
            layout = .done
            guard try window.byte(at: 0) != nil else { return nil }
            return fault("there is text after the end of the JSON array")
        case nil:
            layout = .done
            return fault("the file ends inside its JSON array")
        default: break
        }
        guard try window.byte(at: 0) != nil else {
            layout = .done
            return fault("the file ends inside its JSON array")
        }
        return try element()
    }

    private func element() throws -> Record {
        let place = line
        var scanner = ElementScanner()
        var length = 0
        while let byte = try window.byte(at: length) {
            if scanner.ends(before: byte) { break }
            length += 1
            if byte == 0x0A { line += 1 }
            if scanner.take(byte) || scanner.isTooDeep { break }
        }
        let isWhole = scanner.isWhole
        let bytes = window.bytes(0..<length)
        window.consumeLater(length)
        guard !isWhole else { return Record(bytes: bytes, line: place) }
        layout = .done
        let fault =
            scanner.isTooDeep
            ? "is nested deeper than \(ElementScanner.maximalDepth) levels"
            : "the file ends inside an element of its JSON array"
        return Record(bytes: bytes, line: place, fault: fault)
    }

    private func fault(_ reason: String) -> Record {
        Record(bytes: window.bytes(0..<min(window.count, 200)), line: line, fault: reason)
    }

    private func skipSpace() throws {
        while let byte = try window.byte(at: 0), JSONSpan.isSpace(byte) {
            if byte == 0x0A { line += 1 }
            window.consume(1)
        }
    }
}

/// Finds the end of one element of an array, byte by byte: braces inside strings do not count.
private struct ElementScanner {
    private var depth = 0
    private var inString = false
    private var isEscaped = false
    private var isScalar = false
    private(set) var isWhole = false

    /// simdjson reads no deeper ones.
    static let maximalDepth = 1_024
    var isTooDeep: Bool { depth > Self.maximalDepth }

    /// A number or word ends where a comma, bracket or space begins.
    mutating func ends(before byte: UInt8) -> Bool {
        guard isScalar, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || JSONSpan.isSpace(byte)
        else { return false }
        isWhole = true
        return true
    }

    /// Takes the next byte; true when it was the element's last.
    mutating func take(_ byte: UInt8) -> Bool {
        if inString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
                isWhole = depth == 0
            }
            return isWhole
        }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            isWhole = depth <= 0
        default: isScalar = depth == 0
        }
        return isWhole
    }
}
