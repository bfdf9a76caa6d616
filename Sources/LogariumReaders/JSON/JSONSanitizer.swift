/// Makes JSON of what Python's `json.dumps` writes: bare `NaN`, `Infinity`, `-Infinity` and integers beyond
/// 64 bits become strings of the same spelling, and so do numbers beyond a double (`-1e999`). Strings are left
/// alone.
enum JSONSanitizer {
    /// - Returns: false when there was nothing to change (`output` is then not to be used).
    static func sanitize(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
        var changed = false
        var place = 0
        output.reserveCapacity(text.count + 64)
        while place < text.count {
            let end = JSONSpan.endOfToken(in: text, from: place)
            let token = UnsafeRawBufferPointer(rebasing: text[place..<end])
            changed = append(token, to: &output, isKey: isKey(text, endingAt: end)) || changed
            place = end
        }
        return changed
    }

    /// The same value without space between its tokens, as JSON that SQLite reads too; digits are kept.
    static func compact(_ text: UnsafeRawBufferPointer) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var place = JSONSpan.skipSpace(in: text, from: 0)
        while place < text.count {
            let end = JSONSpan.endOfToken(in: text, from: place)
            append(
                UnsafeRawBufferPointer(rebasing: text[place..<end]), to: &output,
                isKey: isKey(text, endingAt: end))
            place = JSONSpan.skipSpace(in: text, from: end)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// JSON that SQLite reads too: the text as it is where it is that already.
    static func asJSON(_ text: String) -> String {
        var (text, output) = (text, [UInt8]())
        let isChanged = text.withUTF8 { sanitize(UnsafeRawBufferPointer($0), into: &output) }
        return isChanged ? String(decoding: output, as: UTF8.self) : text
    }

    /// Python quotes every key: a bare one is no JSON, whoever wrote it.
    private static func isKey(_ text: UnsafeRawBufferPointer, endingAt end: Int) -> Bool {
        let next = JSONSpan.skipSpace(in: text, from: end)
        return next < text.count && text[next] == UInt8(ascii: ":")
    }

    /// Returns whether the token had to be quoted.
    @discardableResult
    private static func append(
        _ token: UnsafeRawBufferPointer, to output: inout [UInt8], isKey: Bool
    ) -> Bool {
        guard needsQuotes(token), !isKey else {
            output.append(contentsOf: token)
            return false
        }
        output.append(UInt8(ascii: "\""))
        output.append(contentsOf: token)
        output.append(UInt8(ascii: "\""))
        return true
    }

    private static func needsQuotes(_ token: UnsafeRawBufferPointer) -> Bool {
        guard let first = token.first else { return false }
        switch first {
        case UInt8(ascii: "N"): return token.elementsEqual("NaN".utf8)
        case UInt8(ascii: "I"): return token.elementsEqual("Infinity".utf8)
        case UInt8(ascii: "-") where token.count > 1 && token[1] == UInt8(ascii: "I"):
            return token.elementsEqual("-Infinity".utf8)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return isOversized(token)
        default: return false
        }
    }

    private static func isOversized(_ token: UnsafeRawBufferPointer) -> Bool {
        guard NumberText.isJSONNumber(token) else { return false }
        let isInteger = token.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
        guard isInteger else { return NumberText.double(token)?.isInfinite == true }
        guard token.count >= 19 else { return false }
        let text = String(decoding: token, as: UTF8.self)
        return Int64(text) == nil && UInt64(text) == nil
    }
}
