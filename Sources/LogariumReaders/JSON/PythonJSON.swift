import LogariumCore

/// `json.dumps(value, indent=2, ensure_ascii=False)` over a value's source text: key order and number
/// tokens are the source's, strings are escaped as Python escapes them.
///
/// Source: lm_eval/evaluator.py, `hash_string(json.dumps(doc, indent=2, …))`.
struct PythonJSON {
    private let text: UnsafeRawBufferPointer
    private var place = 0
    private var output: [UInt8] = []

    static func indented(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var writer = PythonJSON(text: text)
        writer.output.reserveCapacity(text.count * 2)
        writer.writeValue(depth: 0)
        return writer.output
    }

    /// lm-evaluation-harness's `doc_hash`: SHA-256 of the indented text, 64 hexadecimal digits.
    static func docHash(_ text: UnsafeRawBufferPointer) -> String {
        var digest = SHA256Digest()
        indented(text).withUnsafeBytes { digest.update($0) }
        return digest.finalizeHex()
    }

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    private mutating func writeValue(depth: Int) {
        place = JSONSpan.skipSpace(in: text, from: place)
        guard place < text.count else { return }
        switch text[place] {
        case UInt8(ascii: "{"): writeMembers(depth: depth, close: UInt8(ascii: "}"), named: true)
        case UInt8(ascii: "["): writeMembers(depth: depth, close: UInt8(ascii: "]"), named: false)
        case UInt8(ascii: "\""): writeString()
        default: writeToken()
        }
    }

    private mutating func writeToken() {
        let end = JSONSpan.endOfToken(in: text, from: place)
        output.append(contentsOf: text[place..<end])
        place = end
    }

    private mutating func writeMembers(depth: Int, close: UInt8, named: Bool) {
        output.append(text[place])
        place = JSONSpan.skipSpace(in: text, from: place + 1)
        var isEmpty = true
        while place < text.count, text[place] != close {
            if !isEmpty { output.append(UInt8(ascii: ",")) }
            isEmpty = false
            newLine(depth + 1)
            if named {
                writeString()
                output.append(contentsOf: ": ".utf8)
                place = JSONSpan.skipSpace(in: text, from: place) + 1
            }
            writeValue(depth: depth + 1)
            place = JSONSpan.skipSpace(in: text, from: place)
            if place < text.count, text[place] == UInt8(ascii: ",") {
                place = JSONSpan.skipSpace(in: text, from: place + 1)
            }
        }
        if !isEmpty { newLine(depth) }
        output.append(close)
        place += 1
    }

    private mutating func newLine(_ depth: Int) {
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func writeString() {
        let end = JSONSpan.endOfToken(in: text, from: place)
        let body = UnsafeRawBufferPointer(rebasing: text[(place + 1)..<max(place + 1, end - 1)])
        output.append(UInt8(ascii: "\""))
        if body.contains(UInt8(ascii: "\\")) {
            JSONString.appendEscaped(JSONString.unescape(body), to: &output)
        } else {
            output.append(contentsOf: body)
        }
        output.append(UInt8(ascii: "\""))
        place = end
    }
}
