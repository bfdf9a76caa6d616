/// Escapes for XML and HTML, by Unicode scalar: a quote with a combining mark behind it is one `Character` that
/// equals no quote, and still ends an attribute.
public enum MarkupText {
    /// For text and for attribute values in double or single quotes.
    ///
    /// Control characters, which XML 1.0 cannot hold, become U+FFFD.
    public static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) || text.unicodeScalars.contains(where: isForbidden) else {
            return text
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let entity = entities[scalar] {
                result.append(contentsOf: entity.unicodeScalars)
            } else {
                result.append(isForbidden(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }

    /// A name to be set among other words: from right to left where it is written so, without turning the rest.
    public static func isolated(_ name: String) -> String {
        name.unicodeScalars.contains(where: isRightToLeft) ? "\u{2068}\(name)\u{2069}" : name
    }

    private static let entities: [Unicode.Scalar: String] = [
        "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ]

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x26 || byte == 0x27 || byte == 0x3C || byte == 0x3E
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Also the explicit marks, overrides and embeddings, which must not reach beyond the name.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF,
            0x200E, 0x200F, 0x202A...0x202E:
            true
        default: false
        }
    }
}
