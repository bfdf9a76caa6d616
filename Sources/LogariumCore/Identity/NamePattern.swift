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
}
