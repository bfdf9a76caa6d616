/// Does each task's perplexity line say anything about *its own* jagged accuracy line? (docs/statistics.md 3.9)
///
/// Correlates the steps of every accuracy line with those of every −NLL line, each less the mean step over tasks,
/// and permutes the partners. A small p says that the lines are matched, not that forecasts are possible.
public struct CurveMatching: Sendable, Equatable {
    /// s(t, u), T × T: row t the accuracy line, column u the NLL line; 0 where a line has no variance.
    public let similarity: [[Double]]
    /// M = Σ_t s(t, t)
    public let matched: Double
    /// Share of the pairings with M* ≥ M; where drawn, (1 + b)/(1 + B).
    public let p: Double
    /// Mean of M* over the pairings tried or drawn.
    public let meanUnderNull: Double
    /// All T! for up to eight tasks, else those drawn.
    public let permutations: Int

    /// Rank of each task's own NLL line among all, from 1.
    public var partnerRank: [Int] {
        similarity.enumerated().map { task, row in
            1 + row.count { $0 > row[task] + permutationTolerance }
        }
    }

    /// Tasks whose own NLL line is the best match.
    public var nTop1: Int { partnerRank.count { $0 == 1 } }

    /// - Parameters:
    ///   - accuracy: T lines over the same m states; include the flat ones.
    ///   - nll: T lines in the same order.
    ///   - draws, seed: used for more than eight tasks. The smallest p is 1/T!: fewer than five tasks never show anything.
    ///
    /// Nil without tasks, for fewer than two states, or for lines of unequal length.
    public init?(accuracy: [[Double]], nll: [[Double]], draws: Int = 9999, seed: UInt64 = 0) {
        guard let states = accuracy.first?.count, states > 1, accuracy.count == nll.count,
            (accuracy + nll).allSatisfy({ $0.count == states && $0.allSatisfy(\.isFinite) }), draws > 0
        else { return nil }
        let gains = Self.centredSteps(accuracy)
        let drops = Self.centredSteps(nll.map { $0.map { -$0 } })
        let similarity = gains.map { gain in drops.map { pearsonCorrelation(gain, $0) ?? 0 } }
        let null = Self.permutationNull(similarity, draws: draws, seed: seed)
        self.similarity = similarity
        matched = Self.total(similarity, pairing: Array(similarity.indices))
        p = null.p
        meanUnderNull = null.mean
        permutations = null.permutations
    }

    /// First differences less their mean over the lines, step by step: removes "everything improves".
    private static func centredSteps(_ lines: [[Double]]) -> [[Double]] {
        let steps = lines.map { line in zip(line, line.dropFirst()).map { $1 - $0 } }
        let common = (steps.first ?? []).indices.map { j in
            steps.lazy.map { $0[j] }.compensatedSum / Double(steps.count)
        }
        return steps.map { zip($0, common).map { $0 - $1 } }
    }

    private static func total(_ similarity: [[Double]], pairing: [Int]) -> Double {
        zip(similarity, pairing).lazy.map { $0[$1] }.compensatedSum
    }

    private static func permutationNull(
        _ similarity: [[Double]], draws: Int, seed: UInt64
    ) -> (p: Double, mean: Double, permutations: Int) {
        let observed = total(similarity, pairing: Array(similarity.indices))
        var totals: [Double] = []
        let isExact = similarity.count <= largestExactPermutation
        if isExact {
            forEachPermutation(of: similarity.count) { totals.append(total(similarity, pairing: $0)) }
        } else {
            var generator = SplitMix64(seed: seed)
            for _ in 0..<draws {
                var pairing = Array(similarity.indices)
                generator.shuffle(&pairing)
                totals.append(total(similarity, pairing: pairing))
            }
        }
        let exceeding = totals.count { $0 >= observed - permutationTolerance }
        // The observed pairing is one of all T!, but not of the drawn ones (Phipson & Smyth 2010).
        let own = isExact ? 0 : 1
        return (
            Double(exceeding + own) / Double(totals.count + own), totals.mean ?? 0, totals.count
        )
    }
}
