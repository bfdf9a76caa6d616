import Glibc

/// The mean of independent values with its CLT standard error (Miller 2024).
public struct SampleMean: Sendable, Equatable {
    public let mean: Double
    public let count: Int
    /// √(Σ(y−ȳ)²/(n(n−1))). Nil for one value.
    public let standardError: Double?

    /// Nil when empty, or when a value is not finite.
    public init?(_ values: [Double]) {
        guard let mean = values.mean, mean.isFinite else { return nil }
        self.mean = mean
        count = values.count
        let n = Double(count)
        standardError = count < 2 ? nil : sqrt(values.squaredDeviations(from: mean) / (n * (n - 1)))
    }

    /// ȳ ± t_{n−1}·SE. Nil for one value.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        guard let standardError else { return nil }
        return .studentT(
            centre: mean, standardError: standardError, degreesOfFreedom: Double(count - 1),
            confidence: confidence)
    }

    /// ȳ ± z·SE. Nil for one value.
    public func normalInterval(confidence: Double = 0.95) -> ConfidenceInterval? {
        guard let standardError else { return nil }
        return .normal(centre: mean, standardError: standardError, confidence: confidence)
    }
}
