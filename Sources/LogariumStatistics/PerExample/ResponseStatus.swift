/// Whether a response enters the two-sided metrics, decided before any metric (docs/statistics.md 1.1).
public enum ResponseStatus: String, Sendable, CaseIterable {
    case ok
    case missingChoice = "missing_choice"
    case nan
    /// Every choice has probability zero: no metric, in particular not ½.
    case allNegInf = "all_neg_inf"
    case positiveLogprob = "positive_logprob"
    /// Every choice matches (also: there is one choice only). The raw log-likelihood is still defined.
    case noAlternative = "no_alternative"
    /// No choice matches, or a matching index is outside.
    case invalidMatch = "invalid_match"

    /// Log-probs in (0, 1e-3] are float rounding and kept as they are.
    static let largestLogprob = 1e-3

    /// The status that the choices have before the sums over them are known: `ok` may still turn out to be
    /// `allNegInf` or `noAlternative`. Where several faults apply the first in this order is named:
    /// invalid match, missing, NaN, positive.
    init(logprobs: [Double], isMissing: [Bool], matching: [Int]?) {
        self = .ok
        guard let matching, !matching.isEmpty,
            matching.allSatisfy({ $0 >= 0 && $0 < logprobs.count })
        else {
            self = .invalidMatch
            return
        }
        if isMissing.contains(true) {
            self = .missingChoice
        } else if logprobs.contains(where: \.isNaN) {
            self = .nan
        } else if logprobs.contains(where: { $0 > Self.largestLogprob }) {
            self = .positiveLogprob
        }
    }
}
