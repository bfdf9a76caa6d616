import Glibc

/// Effects of many tests with their own standard errors, pooled (docs/statistics.md 4).
///
/// All tests share the same checkpoints, so every p and interval is conditional on those.
public struct MetaAnalysis: Sendable, Equatable {
    /// k
    public let tests: Int
    /// As if all tests had one effect: Σwy/Σw with w = 1/v.
    public let fixedMean: Double
    public let fixedStandardError: Double
    /// Nil for one test.
    public let heterogeneity: Heterogeneity?
    /// τ² by DerSimonian & Laird (1986), cut at 0. Nil for one test.
    public let derSimonianLaird: RandomEffects?
    /// τ² by restricted maximum likelihood: the default. Nil for one test.
    public let reml: RandomEffects?

    public struct Heterogeneity: Sendable, Equatable {
        /// Cochran's Q
        public let q: Double
        /// p of "one effect", χ²_{k−1}.
        public let p: Double
        /// max(0, (Q − df)/Q): share of the variation that is between tests.
        public let iSquared: Double
        /// Q/df
        public let hSquared: Double
    }

    /// - Parameters:
    ///   - effects: one a test.
    ///   - variances: their squared standard errors.
    ///
    /// Nil when empty, of unequal length, or where a variance is not positive.
    public init?(effects: [Double], variances: [Double]) {
        guard !effects.isEmpty, effects.count == variances.count, effects.allSatisfy(\.isFinite),
            variances.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        let weights = variances.map { 1 / $0 }
        let total = weights.compensatedSum
        let mean = dotProduct(weights, effects) / total
        let freedom = Double(effects.count - 1)
        let q = dotProduct(weights, effects.lazy.map { ($0 - mean) * ($0 - mean) })
        tests = effects.count
        fixedMean = mean
        fixedStandardError = sqrt(1 / total)
        heterogeneity = ChiSquared(degreesOfFreedom: freedom).map { chiSquared in
            Heterogeneity(
                q: q, p: chiSquared.upperTail(q), iSquared: q > 0 ? max(0, (q - freedom) / q) : 0,
                hSquared: q / freedom)
        }
        let scale = total - dotProduct(weights, weights) / total
        let dl = effects.count > 1 ? max(0, (q - freedom) / scale) : 0
        derSimonianLaird = RandomEffects(effects: effects, variances: variances, tauSquared: dl)
        reml = RandomEffects(
            effects: effects, variances: variances,
            tauSquared: Self.remlTauSquared(effects: effects, variances: variances, start: dl))
    }

    /// Relative to τ² and the smallest variance, so that the unit of the effects does not matter.
    private static let convergence = 1e-13

    /// Fisher scoring from `start`, cut at 0.
    private static func remlTauSquared(effects: [Double], variances: [Double], start: Double) -> Double {
        guard effects.count > 1 else { return 0 }
        let smallest = variances.min() ?? 0
        var tauSquared = start
        for _ in 0..<10_000 {
            let step = scoringStep(effects: effects, variances: variances, tauSquared: tauSquared)
            let next = max(0, tauSquared + step)
            if abs(next - tauSquared) <= convergence * (next + smallest) { return next }
            tauSquared = next
        }
        return tauSquared
    }

    /// Score over expected information of the restricted likelihood in τ².
    private static func scoringStep(effects: [Double], variances: [Double], tauSquared: Double) -> Double {
        let weights = variances.map { 1 / ($0 + tauSquared) }
        let total = weights.compensatedSum
        let squares = dotProduct(weights, weights)
        let cubes = weights.lazy.map { $0 * $0 * $0 }.compensatedSum
        let mean = dotProduct(weights, effects) / total
        let fit = zip(weights, effects).lazy.map { $0 * $0 * ($1 - mean) * ($1 - mean) }.compensatedSum
        let score = fit - (total - squares / total)
        let information = squares - 2 * cubes / total + (squares / total) * (squares / total)
        return score / information
    }
}
