/// Finds the source's own bytes of a value, so that its digits are kept.
///
/// Walks tokens without judging them: the parser has already said that the text is JSON, but for
/// `NaN`, `Infinity` and `-Infinity`.
enum JSONSpan {
    /// The bytes of a top-level object's field; nil when it has none of that name.
    static func field(_ name: StaticString, of text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        return field(in: text) { $0.elementsEqual(name) }
    }

    static func field(_ name: String, of text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        field(in: text) { $0.elementsEqual(name.utf8) }
    }

    private static func field(
        in text: UnsafeRawBufferPointer, where matches: (UnsafeRawBufferPointer) -> Bool
    ) -> UnsafeRawBufferPointer? {
        var found: UnsafeRawBufferPointer?
        walkFields(of: text) { key, value in
            if matches(key) { found = value }
            return found == nil
        }
        return found
    }

    /// Calls `body` with each field of a top-level object: the inside of its name, its value's bytes.
    static func forEachField(
        of text: UnsafeRawBufferPointer,
        _ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
    ) {
        walkFields(of: text) { key, value in
            body(key, value)
            return true
        }
    }

    /// - Parameter body: returns whether to go on.
    private static func walkFields(
        of text: UnsafeRawBufferPointer,
        _ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool
    ) {
        var place = skipSpace(in: text, from: 0)
        guard place < text.count, text[place] == UInt8(ascii: "{") else { return }
        place = skipSpace(in: text, from: place + 1)
        while place < text.count, text[place] == UInt8(ascii: "\"") {
            let keyEnd = endOfToken(in: text, from: place)
            let key = text[(place + 1)..<max(place + 1, keyEnd - 1)]
            let colon = skipSpace(in: text, from: keyEnd)
            let start = skipSpace(in: text, from: colon + 1)
            let end = endOfValue(in: text, from: start)
            let value = UnsafeRawBufferPointer(rebasing: text[min(start, end)..<end])
            guard body(UnsafeRawBufferPointer(rebasing: key), value) else { return }
            place = skipSpace(in: text, from: skipSpace(in: text, from: end) + 1)
        }
    }

    /// The number tokens of a value in order, strings not looked into.
    static func numbers(in text: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
        var numbers: [UnsafeRawBufferPointer] = []
        var place = 0
        while place < text.count {
            let end = endOfToken(in: text, from: place)
            switch text[place] {
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "N"),
                UInt8(ascii: "I"):
                numbers.append(UnsafeRawBufferPointer(rebasing: text[place..<end]))
            default: break
            }
            place = end
        }
        return numbers
    }

    /// The end of the token that starts at `place`: a whole string, a word or number, or one byte.
    static func endOfToken(in text: UnsafeRawBufferPointer, from place: Int) -> Int {
        switch text[place] {
        case UInt8(ascii: "\""):
            var end = place + 1
            while end < text.count, text[end] != UInt8(ascii: "\"") {
                end += text[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            return min(end + 1, text.count)
        case let byte where isWord(byte):
            var end = place + 1
            while end < text.count, isWord(text[end]) { end += 1 }
            return end
        default: return place + 1
        }
    }

    /// The end of the value that starts at `start`.
    static func endOfValue(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var depth = 0
        var place = start
        while place < text.count {
            let byte = text[place]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
            place = endOfToken(in: text, from: place)
            if depth <= 0 { return place }
        }
        return text.count
    }

    static func skipSpace(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var place = start
        while place < text.count, isSpace(text[place]) { place += 1 }
        return min(place, text.count)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
