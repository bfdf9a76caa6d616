/// The smallest effect of interest on the total change over the observed range, by the metric's unit.
///
/// Mutually consistent at p = ½: 0.05 = 0.2/4 = 0.1 · 0.5 (docs/statistics.md 3.4).
public enum SmallestEffect {
    /// p_match, credit and other probabilities.
    public static let probability = 0.05
    /// nll_norm, in nats.
    public static let nll = 0.1
    public static let logodds = 0.2
    /// Share of it that each arm of a U must reach.
    public static let armFraction = 0.4
}
