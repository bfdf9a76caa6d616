/// Wilson's interval of a proportion measured on clustered examples, by their effective number
/// (Korn & Graubard 1998; docs/statistics.md 2).
public struct ClusteredProportion: Sendable, Equatable {
    public let proportion: Double
    /// min(n, p(1−p)/SE²); the number of clusters where p is 0 or 1 or the SE is 0.
    public let effectiveCount: Double

    /// - Parameter standardError: of the proportion, CR1.
    ///
    /// Nil unless the proportion is in [0, 1] and there are examples and clusters.
    public init?(proportion: Double, standardError: Double, count: Int, clusters: Int) {
        guard proportion >= 0, proportion <= 1, count > 0, clusters > 0 else { return nil }
        self.proportion = proportion
        let variance = proportion * (1 - proportion)
        effectiveCount =
            variance == 0 || standardError == 0
            ? Double(clusters) : min(Double(count), variance / (standardError * standardError))
    }

    /// Of a mean of values in [0, 1]. Nil for one cluster.
    public init?(_ mean: ClusteredMean) {
        guard let standardError = mean.standardError else { return nil }
        self.init(
            proportion: mean.mean, standardError: standardError, count: mean.count, clusters: mean.clusters)
    }

    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        .wilson(
            successes: proportion * effectiveCount, trials: effectiveCount, confidence: confidence)
    }
}
