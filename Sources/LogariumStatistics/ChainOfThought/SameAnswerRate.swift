/// How often an answer is the same with and without chain of thought.
public struct SameAnswerRate: Sendable, Equatable {
    /// Pairs where both answers could be parsed.
    public let count: Int
    /// Pairs left out because one could not.
    public let excluded: Int
    /// Nil without pairs.
    public let rate: Double?

    /// - Parameters:
    ///   - without: answers without chain of thought, nil where none could be parsed; `with` in the same order.
    ///
    /// Nil for lists of unequal length.
    public init?(without: [String?], with: [String?]) {
        guard without.count == with.count else { return nil }
        var (same, count) = (0, 0)
        for case (let a?, let b?) in zip(without, with) {
            count += 1
            if a == b { same += 1 }
        }
        self.count = count
        excluded = without.count - count
        rate = count == 0 ? nil : Double(same) / Double(count)
    }
}
