import LogariumText

/// A full-string glob: `*` stands for any run of characters (`/` too), `?` for one.
public struct Glob: Sendable, Hashable {
    public let pattern: String

    public init(_ pattern: String) { self.pattern = pattern }

    public func matches(_ text: String) -> Bool {
        matchesWildcards(
            Array(pattern.unicodeScalars), Array(text.unicodeScalars), isRun: { $0 == "*" },
            fits: { $0 == "?" || $0 == $1 })
    }
}
