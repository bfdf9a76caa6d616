import Glibc

/// The choices of one example in two camps, those that match and the others, each with its log-sum-exp.
///
/// Gathered without arrays: this runs for every response of an ingest.
struct ChoiceSides {
    private(set) var matching = Side()
    private(set) var other = Side()

    struct Side {
        private(set) var count = 0
        private(set) var largest = -Double.infinity
        /// Choices that equal `largest`, stored doubles compared exactly.
        private(set) var nLargest = 0
        /// Σ exp(score − largest)
        private var scaledSum = 0.0

        var logSumExp: Double {
            nLargest == count ? largest + log(Double(count)) : largest + log(scaledSum)
        }

        fileprivate mutating func add(_ score: Double) {
            count += 1
            if score > largest {
                largest = score
                nLargest = 1
            } else if score == largest {
                nLargest += 1
            }
        }

        fileprivate mutating func accumulate(_ score: Double) {
            if largest > -.infinity { scaledSum += exp(score - largest) }
        }
    }

    /// - Parameters:
    ///   - scores: log-probs, or log-probs per token, character, …; none NaN.
    ///   - isMatching: valid indices of `scores`; naming one twice changes nothing.
    init(scores: [Double], matching isMatching: [Int]) {
        for (choice, score) in scores.enumerated() {
            if isMatching.contains(choice) { matching.add(score) } else { other.add(score) }
        }
        for (choice, score) in scores.enumerated() {
            if isMatching.contains(choice) { matching.accumulate(score) } else { other.accumulate(score) }
        }
    }

    /// Choices, on either side, that attain the overall maximum.
    var nTied: Int { nMatchingAtTop + nOtherAtTop }

    /// Share of the choices at the maximum that match.
    var credit: Double { Double(nMatchingAtTop) / Double(nTied) }

    /// NaN where both sides are −∞.
    var logodds: Double { matching.logSumExp - other.logSumExp }

    private var nMatchingAtTop: Int { matching.largest >= other.largest ? matching.nLargest : 0 }
    private var nOtherAtTop: Int { other.largest >= matching.largest ? other.nLargest : 0 }
}
