extension SQLFunction {
    /// What every query's filters mean.
    static let filters: [SQLFunction] = [
        SQLFunction(
            name: "is_asked",
            arguments: [
                SQLArgument("value", "of a row: a name, a step; NULL is met by no wish"),
                SQLArgument(
                    "asked",
                    "what is wanted: NULL for all, a value, or a text where % stands for any characters"),
            ],
            result: .real, summary: "1 where a value is what was asked for, else 0.", undefined: nil,
            ownNullRule: "never", source: "Equality, or LIKE where asked has a %",
            implementation: .scalar { (values) throws(SQLFunctionError) in
                .integer(values[0].isAsked(values[1]) ? 1 : 0)
            })
    ]
}

extension SQLValue {
    /// Whether a value of a row is what a filter wants: NULL wants all, a text may hold % for any characters.
    func isAsked(_ asked: SQLValue) -> Bool {
        switch (self, asked) {
        case (_, .null): return true
        case (.null, _): return false
        case (.text(let text), .text(let pattern)):
            if self == asked { return true }
            return pattern.utf8.contains(UInt8(ascii: "%")) && LikePattern(pattern).matches(text)
        default:
            guard let a = number, let b = asked.number else { return self == asked }
            return a == b
        }
    }
}

/// SQLite's LIKE: % for any characters, _ for one, ASCII letters of either case alike.
struct LikePattern {
    private let pattern: [Unicode.Scalar]

    init(_ pattern: String) { self.pattern = pattern.unicodeScalars.map(Self.folded) }

    func matches(_ text: String) -> Bool {
        let text = text.unicodeScalars.map(Self.folded)
        var (p, t) = (0, 0)
        var last: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "%" {
                last = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "_" || pattern[p] == text[t] {
                (p, t) = (p + 1, t + 1)
            } else if let place = last {
                p = place.pattern + 1
                t = place.text + 1
                last = (place.pattern, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "%" }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.value >= 0x41 && scalar.value <= 0x5A ? Unicode.Scalar(scalar.value + 32) ?? scalar : scalar
    }
}
