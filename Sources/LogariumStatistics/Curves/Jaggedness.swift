/// How much of a line happens in one step: the quantities that a label permutation asks about
/// (docs/statistics.md 3.9).
public enum Jaggedness {
    /// Breakthroughness is cut here, so that a step curve has a rank.
    public static let cap = 100.0

    /// |B| up to `cap`, which an infinite one gets. Nil for a flat curve and for fewer than two states.
    public static func breakthroughness(_ y: [Double]) -> Double? {
        guard let curve = BigBenchCurve(y), curve.status != .flat else { return nil }
        return curve.breakthroughness.map { min(cap, abs($0)) } ?? cap
    }

    /// The largest step over the total range, in (0, 1]. Nil for a flat curve and for fewer than two states.
    public static func largestStepShare(_ y: [Double]) -> Double? {
        guard let largest = y.max(), let least = y.min(), largest > least else { return nil }
        return zip(y, y.dropFirst()).lazy.map { abs($1 - $0) }.max().map { $0 / (largest - least) }
    }
}
