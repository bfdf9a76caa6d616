import CSimdjson

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Numbers as Python, JSON and spreadsheets spell them.
enum NumberText {
    /// The finite number that the whole text spells as JSON does; nil for anything else.
    static func jsonNumber(_ text: UnsafeRawBufferPointer) -> Double? {
        var value = 0.0
        guard let base = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
        return csj_number(base, text.count, &value) ? value : nil
    }

    /// The number that the whole text spells; nil for anything else, the empty text included.
    static func double(_ text: UnsafeRawBufferPointer) -> Double? {
        guard let first = text.first, text.count <= 400 else { return nil }
        if let value = jsonNumber(text) { return value }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return finite(text) ?? word(text)
        default: return word(text)
        }
    }

    static func double(_ text: some StringProtocol) -> Double? {
        var text = String(text)
        return text.withUTF8 { double(UnsafeRawBufferPointer($0)) }
    }

    /// Whether a text is a number as JSON spells it, so that it may be stored as written.
    static func isJSONNumber(_ text: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        func byte() -> UInt8 { place < text.count ? text[place] : 0 }
        func digits() -> Int {
            let start = place
            while isDigit(byte()) { place += 1 }
            return place - start
        }
        if byte() == UInt8(ascii: "-") { place += 1 }
        let startsWithZero = byte() == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !startsWithZero else { return false }
        if byte() == UInt8(ascii: ".") {
            place += 1
            guard digits() > 0 else { return false }
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            place += 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { return false }
        }
        return place == text.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Decimal spellings only: strtod's hexadecimal and its `nan(…)` are turned away.
    private static func finite(_ text: UnsafeRawBufferPointer) -> Double? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
            guard let base = copy.baseAddress else { return nil }
            for place in 0..<text.count {
                guard isPartOfNumber(text[place]) else { return nil }
                copy[place] = CChar(bitPattern: text[place])
            }
            copy[text.count] = 0
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(base, &end)
            return end == base + text.count ? value : nil
        }
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: isDigit(byte)
        }
    }

    private static func word(_ text: UnsafeRawBufferPointer) -> Double? {
        guard text.count <= 9 else { return nil }
        switch String(decoding: text, as: UTF8.self).lowercased() {
        case "nan", "-nan", "+nan": return .nan
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: return nil
        }
    }
}
