import CBoostMath

/// The binomial distribution.
public struct Binomial: Sendable, Equatable {
    public let trials: Int
    public let probability: Double

    /// Nil unless `trials` is from 0 to 10¹², as `Beta`, and `probability` in [0, 1].
    public init?(trials: Int, probability: Double) {
        guard trials >= 0, Double(trials) <= Beta.largestShape, probability >= 0, probability <= 1 else {
            return nil
        }
        self.trials = trials
        self.probability = probability
    }

    /// P(X ≤ k).
    public func cdf(_ k: Int) -> Double { cboost_binomial_cdf(Double(k), Double(trials), probability) }

    /// P(X = k).
    public func pmf(_ k: Int) -> Double { cboost_binomial_pmf(Double(k), Double(trials), probability) }
}
