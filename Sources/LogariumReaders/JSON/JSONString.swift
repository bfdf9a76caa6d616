/// The inside of a JSON string, escaped as Python's `ensure_ascii=False` does.
enum JSONString {
    static func quoted(_ text: String) -> String {
        var output: [UInt8] = [UInt8(ascii: "\"")]
        appendEscaped(text.utf8, to: &output)
        output.append(UInt8(ascii: "\""))
        return String(decoding: output, as: UTF8.self)
    }

    static func appendEscaped(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
        for byte in text {
            switch byte {
            case 0x22: output.append(contentsOf: "\\\"".utf8)
            case 0x5C: output.append(contentsOf: "\\\\".utf8)
            case 0x0A: output.append(contentsOf: "\\n".utf8)
            case 0x0D: output.append(contentsOf: "\\r".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x0C: output.append(contentsOf: "\\f".utf8)
            case 0..<0x20:
                output.append(contentsOf: "\\u00".utf8)
                output.append(hexDigit(byte >> 4))
                output.append(hexDigit(byte & 15))
            default: output.append(byte)
            }
        }
    }

    /// - Parameter body: the inside of a valid JSON string. A lone surrogate becomes U+FFFD.
    static func unescape(_ body: UnsafeRawBufferPointer) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(body.count)
        var place = 0
        while place < body.count {
            guard body[place] == UInt8(ascii: "\\"), place + 1 < body.count else {
                output.append(body[place])
                place += 1
                continue
            }
            let mark = body[place + 1]
            place += 2
            switch mark {
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "u"): appendCodePoint(of: body, at: &place, to: &output)
            default: output.append(mark)
            }
        }
        return output
    }

    private static func appendCodePoint(
        of body: UnsafeRawBufferPointer, at place: inout Int, to output: inout [UInt8]
    ) {
        var units = [codeUnit(of: body, at: place)]
        place += 4
        if (0xD800..<0xDC00).contains(units[0]), place + 6 <= body.count,
            body[place] == UInt8(ascii: "\\"), body[place + 1] == UInt8(ascii: "u")
        {
            let low = codeUnit(of: body, at: place + 2)
            if (0xDC00..<0xE000).contains(low) {
                units.append(low)
                place += 6
            }
        }
        output.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    }

    private static func codeUnit(of body: UnsafeRawBufferPointer, at place: Int) -> UInt16 {
        guard place + 4 <= body.count else { return 0xFFFD }
        return UInt16(String(decoding: body[place..<place + 4], as: UTF8.self), radix: 16) ?? 0xFFFD
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
