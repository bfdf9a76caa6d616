/// What checkpoint noise might explain away.
public enum TrendFinding: String, Sendable, CaseIterable {
    case direction
    case uShaped = "u_shaped"
    case invertedU = "inverted_u"
}

extension StateCovariance {
    /// The smallest standard deviation of independent checkpoint noise, added to every state, at which a finding
    /// stops being significant: "this reversal would need a checkpoint SD of .54 to be chance"
    /// (STATISTICS.md 3.6). In the unit of the metric.
    ///
    /// - Returns: 0 where the finding is not significant without noise, +∞ where no noise up to 10⁶ explains it.
    ///   Nil where the finding's test is undefined (see `DirectionTest` and `ShapeTest`).
    public func noiseToExplain(
        _ finding: TrendFinding, x: [Double], sesoi: Double,
        armFraction: Double = SmallestEffect.armFraction, alpha: Double = 0.05
    ) -> Double? {
        func p(at deviation: Double) -> Double? {
            adding(modelVariance: deviation * deviation)
                .p(of: finding, x: x, arm: armFraction * sesoi)
        }
        guard let pWithout = p(at: 0) else { return nil }
        if pWithout >= alpha { return 0 }
        return smallestRoot { (p(at: $0) ?? 1) < alpha }
    }

    private func p(of finding: TrendFinding, x: [Double], arm: Double) -> Double? {
        guard covariance != nil, x.count == states, let weights = changeWeights(x: x) else { return nil }
        func p(_ kind: TwoArmTest.Kind) -> Double? {
            guard zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
            return TwoArmTest(kind, breaks: twoArmBreaks(x: x), states: states, arm: arm).p
        }
        return switch finding {
        case .direction: contrast(weights)?.pTwoSided
        case .uShaped: p(.uShaped)
        case .invertedU: p(.invertedU)
        }
    }
}

/// Where a condition that holds at 0 stops holding, by doubling and bisection. +∞ where it holds at 10⁶ too.
private func smallestRoot(holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    while holds(high) {
        high *= 2
        if high > 1e6 { return .infinity }
    }
    while true {
        let middle = (low + high) / 2
        // Neighbouring doubles have no number between them.
        if middle <= low || middle >= high { return middle }
        if holds(middle) { low = middle } else { high = middle }
    }
}
