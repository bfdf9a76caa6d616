import Glibc

/// Paired differences of a fixed list of tests, pooled as a weighted mean with Satterthwaite's degrees of freedom
/// (docs/statistics.md 2).
public struct DifferencePool: Sendable, Equatable {
    /// One test's: its difference with the clustered standard error, and what it rests on.
    public struct Test: Sendable, Equatable {
        public let difference: Double
        public let standardError: Double
        /// Items behind the difference: its weight in a micro mean.
        public let count: Int
        public let clusters: Int

        public init(difference: Double, standardError: Double, count: Int, clusters: Int) {
            self.difference = difference
            self.standardError = standardError
            self.count = count
            self.clusters = clusters
        }
    }

    public enum Weighting: String, Sendable, CaseIterable {
        /// Equally.
        case macro
        /// By items.
        case micro
    }

    /// One a test; they sum to 1.
    public let weights: [Double]
    public let difference: Double
    /// √Σ(w·SE)²: tests are independent.
    public let standardError: Double
    /// (Σ(w·SE)²)² / Σ((w·SE)⁴/(C − 1)), Satterthwaite (1946). Nil where every standard error is 0.
    public let degreesOfFreedom: Double?

    /// Nil without tests, and where a test has one cluster only.
    public init?(_ tests: [Test], _ weighting: Weighting) {
        guard !tests.isEmpty, tests.allSatisfy({ $0.clusters > 1 && $0.count > 0 }) else { return nil }
        let sizes = tests.map { weighting == .micro ? Double($0.count) : 1 }
        let total = sizes.reduce(0, +)
        weights = sizes.map { $0 / total }
        difference = zip(weights, tests).reduce(0) { $0 + $1.0 * $1.1.difference }
        let variances = zip(weights, tests).map { pow($0 * $1.standardError, 2) }
        let variance = variances.reduce(0, +)
        standardError = sqrt(variance)
        let spread = zip(variances, tests).reduce(0) { $0 + $1.0 * $1.0 / Double($1.1.clusters - 1) }
        degreesOfFreedom = spread > 0 ? variance * variance / spread : nil
    }
}
