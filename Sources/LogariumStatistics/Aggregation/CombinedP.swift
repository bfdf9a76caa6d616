import Glibc

/// One-sided p-values of many tests combined. The methods answer different questions (docs/statistics.md 4).
public struct CombinedP: Sendable, Equatable {
    /// −2 Σ ln p; +∞ where a p is 0.
    public let fisherStatistic: Double
    /// "Some test falls": never "all".
    public let fisherP: Double
    /// Σ wz / √Σw². Nil where a p of 0 meets a p of 1.
    public let stoufferZ: Double?
    public var stoufferP: Double? { stoufferZ.map(Normal.upperTail) }
    /// Intersection–union: "all tests fall".
    public let pAll: Double
    /// k·min p, at most 1: "some test falls", whatever their dependence.
    public let bonferroni: Double

    /// - Parameter weights: of Stouffer's sum, as long as `p`; nil weighs all alike.
    ///
    /// Nil when empty, or when a p is no probability.
    public init?(_ p: [Double], weights: [Double]? = nil) {
        let weights = weights ?? [Double](repeating: 1, count: p.count)
        guard let largest = p.max(), let least = p.min(), least >= 0, largest <= 1,
            p.count == weights.count, !p.contains(where: \.isNaN),
            let chiSquared = ChiSquared(degreesOfFreedom: Double(2 * p.count))
        else { return nil }
        let z = p.compactMap { Normal.upperQuantile($0) }
        fisherStatistic = -2 * p.lazy.map { log($0) }.compensatedSum
        fisherP = chiSquared.upperTail(fisherStatistic)
        stoufferZ =
            (dotProduct(weights, z) / sqrt(dotProduct(weights, weights))).ifDefined
        pAll = largest
        bonferroni = min(1, Double(p.count) * least)
    }
}
