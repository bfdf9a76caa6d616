import Glibc

/// The mean effect over tests that truly differ, given τ², the variance between them.
public struct RandomEffects: Sendable, Equatable {
    /// μ
    public let mean: Double
    /// √(1/Σw), w = 1/(v + τ²)
    public let standardError: Double
    /// τ²
    public let tauSquared: Double
    /// k
    public let tests: Int
    /// Hartung–Knapp's q = Σw(y − μ)²/(k − 1); far below 1 it makes the interval too narrow.
    public let hartungKnappQ: Double

    /// - Parameter variances: squared standard errors, positive. Nil for fewer than two tests.
    init?(effects: [Double], variances: [Double], tauSquared: Double) {
        guard effects.count > 1 else { return nil }
        let weights = variances.map { 1 / ($0 + tauSquared) }
        let total = weights.compensatedSum
        let mean = dotProduct(weights, effects) / total
        self.mean = mean
        standardError = sqrt(1 / total)
        self.tauSquared = tauSquared
        tests = effects.count
        hartungKnappQ =
            dotProduct(weights, effects.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(effects.count - 1)
    }

    /// μ ± z·SE.
    public func normalInterval(confidence: Double = 0.95) -> ConfidenceInterval? {
        .normal(centre: mean, standardError: standardError, confidence: confidence)
    }

    /// √q·SE (Hartung & Knapp 2001).
    public var standardErrorHK: Double { sqrt(hartungKnappQ) * standardError }

    /// μ ± t_{k−1}·√q·SE.
    public func intervalHK(confidence: Double = 0.95) -> ConfidenceInterval? {
        interval(standardErrorHK, degreesOfFreedom: tests - 1, confidence)
    }

    /// √max(1, q)·SE: of the headline.
    public var headlineStandardError: Double { max(1, sqrt(hartungKnappQ)) * standardError }

    /// The headline: μ ± t_{k−1}·√max(1, q)·SE.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        interval(headlineStandardError, degreesOfFreedom: tests - 1, confidence)
    }

    /// Where a new test's true effect would fall: μ ± t_{k−2}√(τ² + SE²) (Higgins et al. 2009). Nil below three tests.
    public func predictionInterval(confidence: Double = 0.95) -> ConfidenceInterval? {
        guard tests > 2 else { return nil }
        return interval(
            sqrt(tauSquared + standardError * standardError), degreesOfFreedom: tests - 2, confidence)
    }

    /// The variant μ ± t_{k−1}√(τ² + SE_HK²).
    public func predictionIntervalHK(confidence: Double = 0.95) -> ConfidenceInterval? {
        interval(
            sqrt(tauSquared + standardErrorHK * standardErrorHK), degreesOfFreedom: tests - 1, confidence)
    }

    /// Φ(μ/τ), the share of tests expected to rise; where τ is 0: 1, 0 or ½ by the sign of μ.
    public var sharePositive: Double {
        if tauSquared > 0 { return Normal.cdf(mean / sqrt(tauSquared)) }
        return mean > 0 ? 1 : mean < 0 ? 0 : 0.5
    }

    private func interval(
        _ standardError: Double, degreesOfFreedom: Int, _ confidence: Double
    ) -> ConfidenceInterval? {
        .studentT(
            centre: mean, standardError: standardError, degreesOfFreedom: Double(degreesOfFreedom),
            confidence: confidence)
    }
}
