import Foundation

/// A regular expression over names.
struct NamePattern: @unchecked Sendable {
    private let expression: NSRegularExpression?

    /// - Parameter pattern: a literal of this module; a malformed one matches nothing (a test reads them all).
    init(_ pattern: String, ignoringCase: Bool = false) {
        expression = try? NSRegularExpression(
            pattern: pattern, options: ignoringCase ? [.caseInsensitive] : [])
    }

    /// Every match, left to right; element 0 is the whole, nil is a group that took no part.
    func matches(in text: String) -> [[String?]] {
        let whole = NSRange(text.startIndex..., in: text)
        return (expression?.matches(in: text, range: whole) ?? []).map { match in
            (0..<match.numberOfRanges).map { group in
                Range(match.range(at: group), in: text).map { String(text[$0]) }
            }
        }
    }

    /// Where the matches stand, left to right, without the separator that a match may begin with.
    func places(in text: String) -> [Range<String.Index>] {
        let whole = NSRange(text.startIndex..., in: text)
        return (expression?.matches(in: text, range: whole) ?? []).compactMap { match in
            guard let place = Range(match.range, in: text), let first = text[place].first else { return nil }
            let isSeparator = !first.isLetter && !first.isNumber
            return isSeparator ? text.index(after: place.lowerBound)..<place.upperBound : place
        }
    }
}
