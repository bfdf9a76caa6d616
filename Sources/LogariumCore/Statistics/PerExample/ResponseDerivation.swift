import Glibc

/// The few numbers of a response that carry every two-sided metric, computed once, at ingest.
///
/// Natural logs throughout; the formulas are `ref.py`'s `choice_metrics` (STATISTICS.md 1.1 and 1.2).
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
    ///   - isMissing: as long as `logprobs`, true where the source gives no number.
    ///   - matching: indices of the choices that match; nil where unknown.
    public init(logprobs: [Double], isMissing: [Bool], matching: [Int]?) {
        let status = ResponseStatus(logprobs: logprobs, isMissing: isMissing, matching: matching)
        guard status == .ok, let matching else {
            self.init(undefined: status)
            return
        }
        let (match, other) = Self.sides(of: logprobs, matching: matching)
        if match.largest == -.infinity && other.largest == -.infinity {
            self.init(undefined: .allNegInf)
        } else if other.count == 0 {
            self.init(withoutAlternative: match)
        } else {
            self.init(matching: match, other: other)
        }
    }

    private init(undefined status: ResponseStatus) {
        self.status = status
        (credit, nTied) = (nil, nil)
        (lseMatching, lseOther, maxMatching, maxOther, logodds) = (nil, nil, nil, nil, nil)
    }

    private init(withoutAlternative side: Side) {
        status = .noAlternative
        (credit, nTied) = (nil, nil)
        lseMatching = side.logSumExp
        maxMatching = side.count == 1 ? nil : side.largest
        (lseOther, maxOther, logodds) = (nil, nil, nil)
    }

    private init(matching: Side, other: Side) {
        status = .ok
        let atTop = matching.largest >= other.largest ? matching.nLargest : 0
        let othersAtTop = other.largest >= matching.largest ? other.nLargest : 0
        credit = Double(atTop) / Double(atTop + othersAtTop)
        nTied = atTop + othersAtTop
        let (inside, outside) = (matching.logSumExp, other.logSumExp)
        lseMatching = inside
        lseOther = outside
        maxMatching = matching.count == 1 ? nil : matching.largest
        maxOther = other.count == 1 ? nil : other.largest
        logodds = inside - outside
    }
}

extension ResponseDerivation {
    /// One side's choices, gathered without an array: this runs for every response of an ingest.
    private struct Side {
        var count = 0
        var largest = -Double.infinity
        /// Choices that equal `largest`, stored doubles compared exactly.
        var nLargest = 0
        /// Σ exp(l − largest)
        var scaledSum = 0.0

        var logSumExp: Double { nLargest == count ? largest + log(Double(count)) : largest + log(scaledSum) }

        mutating func add(_ logprob: Double) {
            count += 1
            if logprob > largest {
                largest = logprob
                nLargest = 1
            } else if logprob == largest {
                nLargest += 1
            }
        }
    }

    private static func sides(of logprobs: [Double], matching: [Int]) -> (matching: Side, other: Side) {
        var (match, other) = (Side(), Side())
        for (choice, logprob) in logprobs.enumerated() {
            if matching.contains(choice) { match.add(logprob) } else { other.add(logprob) }
        }
        for (choice, logprob) in logprobs.enumerated() {
            if matching.contains(choice) {
                if match.largest > -.infinity { match.scaledSum += exp(logprob - match.largest) }
            } else if other.largest > -.infinity {
                other.scaledSum += exp(logprob - other.largest)
            }
        }
        return (match, other)
    }
}
