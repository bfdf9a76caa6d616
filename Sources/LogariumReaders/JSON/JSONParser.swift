import CSimdjson

/// What keeps a text from being JSON, in words.
struct JSONFault: Error, Equatable {
    var reason: String
}

/// A JSON parser whose buffers are reused from text to text.
///
/// Reads what Python writes and JSON does not allow: bare `NaN`, `Infinity` and `-Infinity`, and integers
/// beyond 64 bits. Such a token becomes a string of the same spelling, which `JSONElement.number` reads.
final class JSONParser {
    private let parser: OpaquePointer
    private var scratch = PaddedBytes()

    /// - Throws: `JSONFault` when there is no memory.
    init() throws {
        guard let parser = csj_parser_new() else {
            throw JSONFault(reason: "not enough memory to parse JSON")
        }
        self.parser = parser
    }

    deinit { csj_parser_free(parser) }

    /// - Parameter text: followed by at least `PaddedBytes.padding` readable bytes.
    /// - Returns: the root, valid until the next parse.
    func parse(_ text: UnsafeRawBufferPointer) throws(JSONFault) -> JSONElement {
        var root = csj_value()
        let code = run(text, &root)
        if code == 0 { return JSONElement(root) }
        guard scratch.fill(with: { JSONSanitizer.sanitize(text, into: &$0) }), run(scratch.text, &root) == 0
        else {
            let words = String(cString: csj_error_message(code))
            throw JSONFault(reason: LoneSurrogate(in: text)?.words ?? words)
        }
        return JSONElement(root)
    }

    func parse(_ text: String) throws(JSONFault) -> JSONElement {
        var padded = PaddedBytes()
        var text = text
        text.withUTF8 { padded.replace(with: UnsafeRawBufferPointer($0)) }
        // The tape and its strings are the parser's own: `padded` need not outlive the parse.
        return try parse(padded.text)
    }

    private func run(_ text: UnsafeRawBufferPointer, _ root: inout csj_value) -> Int32 {
        csj_parse(parser, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, &root)
    }
}

/// Bytes followed by the padding that the parser may read.
struct PaddedBytes: ~Copyable {
    static let padding = Int(CSJ_PADDING)
    private var bytes: [UInt8] = []
    private var base = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.padding, alignment: 1)
    private var count = 0

    init() { base.initializeMemory(as: UInt8.self, repeating: 0x20) }

    deinit { base.deallocate() }

    /// Valid until the next change.
    var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: base[..<count]) }

    mutating func replace(with text: UnsafeRawBufferPointer, after first: UInt8? = nil) {
        let start = first == nil ? 0 : 1
        reserve(text.count + start)
        if let first { base[0] = first }
        UnsafeMutableRawBufferPointer(rebasing: base[start...]).copyMemory(from: text)
        count = text.count + start
    }

    /// Replaces the content by what `body` writes; false, and no change, when it says so.
    mutating func fill(with body: (inout [UInt8]) -> Bool) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        guard body(&bytes) else { return false }
        bytes.withUnsafeBytes { replace(with: $0) }
        return true
    }

    private mutating func reserve(_ capacity: Int) {
        guard base.count < capacity + Self.padding else { return }
        base.deallocate()
        base = .allocate(byteCount: (capacity + Self.padding) * 2, alignment: 1)
        base.initializeMemory(as: UInt8.self, repeating: 0x20)
    }
}
