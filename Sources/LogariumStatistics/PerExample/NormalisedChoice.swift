/// Credit and probability after every choice's log-prob was divided by its length, or lessened by its
/// unconditional log-prob (docs/statistics.md 1.2, normalised variants).
public struct NormalisedChoice: Sendable, Equatable {
    public let credit: Double
    public let pMatch: Double

    /// Per token, character or byte. Nil where a length is unknown or not positive.
    public init?(logprobs: [Double], lengths: [Int?], matching: [Int]) {
        guard lengths.count == logprobs.count else { return nil }
        var scores: [Double] = []
        for case (let logprob, let length?) in zip(logprobs, lengths) where length > 0 {
            scores.append(logprob / Double(length))
        }
        guard scores.count == logprobs.count else { return nil }
        self.init(scores: scores, matching: matching)
    }

    /// Pointwise mutual information: l − u. Nil where a u is unknown, or both are −∞.
    public init?(logprobs: [Double], unconditional: [Double?], matching: [Int]) {
        guard unconditional.count == logprobs.count else { return nil }
        self.init(scores: zip(logprobs, unconditional).map { $0 - ($1 ?? .nan) }, matching: matching)
    }

    /// - Parameter scores: one a choice, NaN where there is none: then nil.
    public init?(scores: [Double], matching: [Int]) {
        guard !scores.contains(where: \.isNaN) else { return nil }
        let sides = ChoiceSides(scores: scores, matching: matching)
        guard let logodds = sides.logodds.ifDefined else { return nil }
        credit = sides.credit
        pMatch = LogOdds(logodds).probability
    }
}
