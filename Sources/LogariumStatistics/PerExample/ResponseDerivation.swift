/// The few numbers of a response that carry every two-sided metric, computed once, at ingest.
///
/// Natural logs throughout; the formulas are `ref.py`'s `choice_metrics` (docs/statistics.md 1.1 and 1.2).
public struct ResponseDerivation: Sendable, Equatable {
    public let status: ResponseStatus
    /// Share of the choices that attain the maximum and match: ½ for a two-way tie. Nil unless `ok`.
    public let credit: Double?
    /// Choices that attain the maximum, 1 where there is no tie. Nil unless `ok`.
    public let nTied: Int?
    /// Log-probability of the matching choices. Nil unless `ok` or `noAlternative`.
    public let lseMatching: Double?
    /// Log-probability of the other choices. Nil unless `ok`.
    public let lseOther: Double?
    /// Largest matching log-prob. Nil where one choice matches: then it equals `lseMatching`.
    public let maxMatching: Double?
    /// Largest other log-prob. Nil where there is one other choice: then it equals `lseOther`.
    public let maxOther: Double?
    /// `lseMatching − lseOther`, ±∞ where one side has probability zero. Nil unless `ok`.
    public let logodds: Double?

    /// - Parameters:
    ///   - logprobs: one sum of token log-probs a choice; ignored where missing.
    ///   - isMissing: as long as `logprobs`, true where the source gives no number; empty where none is missing.
    ///   - matching: indices of the choices that match; nil where unknown.
    public init(logprobs: [Double], isMissing: [Bool], matching: [Int]?) {
        let status = ResponseStatus(logprobs: logprobs, isMissing: isMissing, matching: matching)
        guard status == .ok, let matching else {
            self.init(undefined: status)
            return
        }
        let sides = ChoiceSides(scores: logprobs, matching: matching)
        if sides.matching.largest == -.infinity && sides.other.largest == -.infinity {
            self.init(undefined: .allNegInf)
        } else if sides.other.count == 0 {
            self.init(withoutAlternative: sides.matching)
        } else {
            self.init(sides)
        }
    }

    private init(undefined status: ResponseStatus) {
        self.status = status
        (credit, nTied) = (nil, nil)
        (lseMatching, lseOther, maxMatching, maxOther, logodds) = (nil, nil, nil, nil, nil)
    }

    private init(withoutAlternative side: ChoiceSides.Side) {
        status = .noAlternative
        (credit, nTied) = (nil, nil)
        lseMatching = side.logSumExp
        maxMatching = side.count == 1 ? nil : side.largest
        (lseOther, maxOther, logodds) = (nil, nil, nil)
    }

    private init(_ sides: ChoiceSides) {
        status = .ok
        (credit, nTied) = (sides.credit, sides.nTied)
        lseMatching = sides.matching.logSumExp
        lseOther = sides.other.logSumExp
        maxMatching = sides.matching.count == 1 ? nil : sides.matching.largest
        maxOther = sides.other.count == 1 ? nil : sides.other.largest
        logodds = sides.logodds
    }
}
