import LogariumText

/// What a filter asks for: one value or several, parted by commas.
///
/// Of texts an element may hold `*` or `%`, which stand for any characters; of numbers it may be a range, `100..2000`,
/// open at either side (`100..`, `..2000`), with both ends in it. A value that is the whole text is always asked for, so
/// that a name with a comma or a star can be.
public struct AskedValues: Sendable, Equatable {
    public enum Element: Sendable, Equatable {
        case text(String)
        /// Holds a wildcard.
        case pattern(String)

        public var isPattern: Bool { if case .pattern = self { true } else { false } }

        /// As it was given.
        public var text: String {
            switch self {
            case .text(let text), .pattern(let text): text
            }
        }
    }

    /// In their order, without the spaces around them; never empty.
    public let elements: [Element]

    public init(_ text: String) {
        let parts = text.split(separator: ",").map { String($0.trimming { $0 == " " }) }.filter {
            !$0.isEmpty
        }
        elements = (parts.isEmpty ? [text] : parts).map {
            $0.contains { $0 == "*" || $0 == "%" } ? .pattern($0) : .text($0)
        }
    }

    /// Whether one value is asked for by its name.
    public var isSingle: Bool {
        if case .text = elements[0] { elements.count == 1 } else { false }
    }

    func contains(_ value: String) -> Bool {
        elements.contains { element in
            switch element {
            case .text(let text): text == value
            case .pattern(let pattern): WildcardPattern(pattern).matches(value)
            }
        }
    }

    func contains(_ value: Double) -> Bool {
        elements.contains { Self.range($0.text)?.contains(value) ?? false }
    }

    /// A number as the range of it alone; nil for what is neither.
    private static func range(_ text: String) -> ClosedRange<Double>? {
        if let number = Double(text) { return number.isNaN ? nil : number...number }
        guard let (low, high) = bounds(of: text) else { return nil }
        let first = low.isEmpty ? -Double.infinity : Double(low)
        let last = high.isEmpty ? Double.infinity : Double(high)
        guard let first, let last, first <= last else { return nil }
        return first...last
    }

    /// What stands before and behind the `..` of a range, either may be empty; nil where there is none.
    public static func bounds(of text: String) -> (low: Substring, high: Substring)? {
        guard let mark = text.firstRange(of: "..") else { return nil }
        return (text[..<mark.lowerBound], text[mark.upperBound...])
    }
}

extension SQLValue {
    /// Whether a value of a row is what a filter wants: NULL wants all.
    func isAsked(_ asked: SQLValue) -> Bool {
        switch (self, asked) {
        case (_, .null): return true
        case (.null, _): return false
        case (.text(let value), .text(let text)):
            if value == text { return true }
            // Most filters are one name, and are asked of every row.
            guard text.utf8.contains(where: { Self.marks.contains($0) }) else { return false }
            return AskedValues(text).contains(value)
        case (_, .text(let text)):
            return number.map(AskedValues(text).contains) ?? false
        default:
            guard let a = number, let b = asked.number else { return self == asked }
            return a == b
        }
    }

    private static let marks: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "*"), UInt8(ascii: "%")]
}

/// Text in which `*` and `%` stand for any characters; ASCII letters of either case alike, as in SQLite's LIKE.
struct WildcardPattern {
    private let pattern: [Unicode.Scalar]

    init(_ pattern: String) { self.pattern = pattern.unicodeScalars.map(Self.folded) }

    func matches(_ text: String) -> Bool {
        matchesWildcards(pattern, text.unicodeScalars.map(Self.folded), isRun: Self.isWild, fits: ==)
    }

    private static func isWild(_ scalar: Unicode.Scalar) -> Bool { scalar == "%" || scalar == "*" }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.value >= 0x41 && scalar.value <= 0x5A ? Unicode.Scalar(scalar.value + 32) ?? scalar : scalar
    }
}
