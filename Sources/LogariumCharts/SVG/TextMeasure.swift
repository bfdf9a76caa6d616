/// How much room a text takes, without a font at hand: the widths of DejaVu Sans, which is wider than most.
package enum TextMeasure {
    /// In the unit of `size`.
    package static func width(_ text: String, size: Double) -> Double {
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

    /// All shortened where they must be, no two that differ to one text: then what is between their ends stays.
    static func fitted(_ texts: [String], into width: Double, size: Double) -> [String] {
        let short = texts.map { fitted($0, into: width, size: size) }
        let groups = Dictionary(grouping: texts.indices) { short[$0] }
        var result = short
        for places in groups.values where Set(places.map { texts[$0] }).count > 1 {
            let members = places.map { Array(texts[$0]) }
            let common = members[0].indices.first { place in
                members.contains { !$0.indices.contains(place) || $0[place] != members[0][place] }
            }
            for (place, member) in zip(places, members) {
                let rest = "…" + String(member.dropFirst(max(0, (common ?? 0) - 2)))
                result[place] = beginning(of: rest, into: width, size: size)
            }
        }
        return result
    }

    private static func beginning(of text: String, into width: Double, size: Double) -> String {
        guard self.width(text, size: size) > width else { return text }
        var kept = text
        while kept.count > 1, self.width(kept + "…", size: size) > width { kept.removeLast() }
        return kept + "…"
    }

    /// Lines no wider than `width`, broken at spaces; a word that has no room on a line is broken, after a sign where it has
    /// one.
    static func lines(_ text: String, width: Double, size: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, self.width(last + " " + word, size: size) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines += pieces(word, width: width, size: size)
            }
        }
        return lines
    }

    private static func pieces(_ word: Substring, width: Double, size: Double) -> [String] {
        var pieces: [String] = []
        var rest = word
        while self.width(String(rest), size: size) > width {
            var end = rest.endIndex
            while end > rest.index(after: rest.startIndex),
                self.width(String(rest[..<end]), size: size) > width
            {
                end = rest.index(before: end)
            }
            let sign = rest[..<end].dropFirst(rest[..<end].count / 2).lastIndex { "/_-=,.:".contains($0) }
            let cut = sign.map { rest.index(after: $0) } ?? end
            pieces.append(String(rest[..<cut]))
            rest = rest[cut...]
        }
        return pieces + [String(rest)]
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
