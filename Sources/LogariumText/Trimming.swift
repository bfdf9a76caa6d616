extension StringProtocol {
    /// Without the characters at both ends that are to go.
    public func trimming(where goes: (Character) -> Bool) -> SubSequence {
        guard let first = firstIndex(where: { !goes($0) }), let last = lastIndex(where: { !goes($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }

    /// Without spaces, tabs and line ends around it.
    public var trimmingWhitespace: SubSequence { trimming(where: \.isWhitespace) }
}
