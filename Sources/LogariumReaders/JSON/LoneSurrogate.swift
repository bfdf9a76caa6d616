/// Half of a character, as Python's `json` writes what `errors="surrogateescape"` and cut emoji leave: `"\\ud83d"`.
///
/// Unicode has no text with it, and two different halves shown as U+FFFD would be one text.
struct LoneSurrogate {
    /// From 1, in bytes of the line.
    private let place: Int
    private let escape: String

    /// The first in a JSON text.
    init?(in text: UnsafeRawBufferPointer) {
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let unit = Self.unit(text, at: index) else {
                index += 2
                continue
            }
            switch unit {
            case 0xD800..<0xDC00:
                if let next = Self.unit(text, at: index + 6), 0xDC00..<0xE000 ~= next {
                    index += 12
                    continue
                }
                fallthrough
            case 0xDC00..<0xE000:
                place = index + 1
                escape = String(decoding: text[index..<(index + 6)], as: UTF8.self)
                return
            default: index += 6
            }
        }
        return nil
    }

    var words: String {
        "\(escape) at byte \(place) of the line is half of a character (a lone surrogate), which no text can hold; "
            + "write it with errors=\"replace\", or take it out"
    }

    /// The code unit of an escape `\\uXXXX`.
    private static func unit(_ text: UnsafeRawBufferPointer, at index: Int) -> UInt16? {
        guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: text[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
    }
}
