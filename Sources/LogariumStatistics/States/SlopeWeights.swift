/// The weights w_j = (x_j − x̄)/Sxx whose product with ȳ is the least-squares slope over the states.
///
/// Unweighted over states: with 1/SE² weights saturated states would dominate (docs/statistics.md 3.3).
/// - Returns: nil for fewer than two distinct, finite x.
public func slopeWeights(x: some Collection<Double>) -> [Double]? {
    guard let centre = x.mean, centre.isFinite else { return nil }
    let spread = x.squaredDeviations(from: centre)
    guard spread > 0 else { return nil }
    return x.map { ($0 - centre) / spread }
}

/// The weights of the fitted change over the observed range: slope × (largest − smallest x).
/// - Returns: nil for fewer than two distinct, finite x.
public func changeWeights(x: some Collection<Double>) -> [Double]? {
    guard let weights = slopeWeights(x: x), let least = x.min(), let largest = x.max() else { return nil }
    return weights.map { $0 * (largest - least) }
}
