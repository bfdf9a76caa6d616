import Glibc

/// The two-sided metrics of one `ok` example: the matching choices against the others (docs/statistics.md 1.2).
public struct ChoiceComparison: Sendable, Equatable {
    /// The choices' probabilities, normalised to sum to 1, in the order of the choices.
    public let probabilities: [Double]
    public let logodds: LogOdds
    /// Share of the most likely choices that match.
    public let credit: Double
    /// Whether choices of both sides share the maximum.
    public let isTied: Bool
    /// Whether the best matching choice is strictly likelier than every other choice.
    public let strictlyExceeds: Bool
    /// Difference of the best log-probs of the two sides.
    public let marginLogprob: Double
    /// Σ p over matching − max p over the others, of raw probabilities (OLMES `margin` for one match).
    public let marginProbRaw: Double
    /// The same of normalised probabilities.
    public let marginProbNorm: Double
    /// Σ (p − 1[match])² in [0, 2], lm-eval's `brier_score`. Nil unless exactly one choice matches.
    public let brierSum: Double?

    /// Probability of the likeliest choice.
    public var confidence: Double { probabilities.max() ?? 0 }

    /// −Σ p ln p in nats.
    public var entropy: Double {
        -probabilities.lazy.filter { $0 > 0 }.map { $0 * log($0) }.compensatedSum
    }

    /// - Parameters:
    ///   - logprobs: of an `ok` response.
    ///   - matching: distinct indices, neither empty nor all.
    init(logprobs: [Double], matching: [Int]) {
        let sides = ChoiceSides(scores: logprobs, matching: matching)
        let total = logSumExp(logprobs)
        let normalised = logprobs.map { exp($0 - total) }
        probabilities = normalised
        logodds = LogOdds(sides.logodds)
        credit = sides.credit
        isTied = sides.matching.largest == sides.other.largest
        strictlyExceeds = sides.matching.largest > sides.other.largest
        marginLogprob = sides.matching.largest - sides.other.largest
        marginProbRaw = Self.margin(logprobs.map { exp($0) }, matching)
        marginProbNorm = Self.margin(normalised, matching)
        brierSum = matching.count == 1 ? Self.brierSum(normalised, gold: matching[0]) : nil
    }

    private static func margin(_ probabilities: [Double], _ matching: [Int]) -> Double {
        let others = probabilities.indices.lazy.filter { !matching.contains($0) }
        return matching.lazy.map { probabilities[$0] }.compensatedSum
            - (others.map { probabilities[$0] }.max() ?? 0)
    }

    private static func brierSum(_ probabilities: [Double], gold: Int) -> Double {
        probabilities.enumerated().lazy.map { choice, p in
            let residual = p - (choice == gold ? 1 : 0)
            return residual * residual
        }.compensatedSum
    }
}
