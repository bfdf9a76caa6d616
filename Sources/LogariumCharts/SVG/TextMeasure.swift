/// How much room a text takes, without a font at hand: the widths of DejaVu Sans, which is wider than most.
enum TextMeasure {
    /// In the unit of `size`.
    static func width(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + advance($1) } * size
    }

    /// Shortened in the middle until it fits, since names of tasks differ at both ends.
    static func fitted(_ text: String, into width: Double, size: Double) -> String {
        guard self.width(text, size: size) > width else { return text }
        let characters = Array(text)
        var kept = characters.count - 1
        while kept > 2 {
            let shortened =
                String(characters.prefix((kept + 1) / 2)) + "…" + String(characters.suffix(kept / 2))
            if self.width(shortened, size: size) <= width { return shortened }
            kept -= 1
        }
        return "…"
    }

    /// Lines no wider than `width`, broken at spaces.
    static func lines(_ text: String, width: Double, size: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, self.width(last + " " + word, size: size) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(fitted(String(word), into: width, size: size))
            }
        }
        return lines
    }

    private static func advance(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "l", "j", "I", "|", "!", ".", ",", ":", ";", "'", "·": 0.32
        case " ", "f", "t", "r", "(", ")", "[", "]", "/", "-": 0.4
        case "m", "M", "W", "%", "@", "…", "—": 0.95
        case "w", "A"..."Z", "&", "+", "−", "=", "<", ">", "±": 0.78
        case "a"..."z", "0"..."9", "_": 0.63
        default: isWide(scalar) ? 1.05 : isMark(scalar) ? 0 : 0.7
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x1100 && scalar.properties.generalCategory != .nonspacingMark
            && (0x2E80...0x9FFF ~= scalar.value || 0xAC00...0xD7A3 ~= scalar.value
                || 0xFF00...0xFF60 ~= scalar.value || scalar.value >= 0x1F000)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }
}
