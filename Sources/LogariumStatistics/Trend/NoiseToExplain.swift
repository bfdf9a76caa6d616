import Glibc

/// What checkpoint noise might explain away.
public enum TrendFinding: String, Sendable, CaseIterable {
    case direction
    case uShaped = "u_shaped"
    case invertedU = "inverted_u"
}

extension StateCovariance {
    /// The smallest standard deviation of independent checkpoint noise, added to every state, at which a finding
    /// stops being significant: "this reversal would need a checkpoint SD of .54 to be chance"
    /// (docs/statistics.md 3.6). In the unit of the metric.
    ///
    /// - Returns: 0 where the finding is not significant without noise, +∞ where no noise up to 10⁶ explains it.
    ///   Nil where the finding's test is undefined (see `DirectionTest` and `ShapeTest`).
    public func noiseToExplain(
        _ finding: TrendFinding, x: [Double], sesoi: Double,
        armFraction: Double = SmallestEffect.armFraction, alpha: Double = 0.05
    ) -> Double? {
        guard let p = pAtNoise(finding, x: x, arm: armFraction * sesoi) else { return nil }
        return p(0) >= alpha ? 0 : smallestRoot { p($0) < alpha }
    }

    /// The finding's p as a function of the noise's standard deviation.
    private func pAtNoise(
        _ finding: TrendFinding, x: [Double], arm: Double
    ) -> ((_ deviation: Double) -> Double)? {
        guard x.count == states, let weights = changeWeights(x: x), let change = noisy(weights) else {
            return nil
        }
        let kind: TwoArmTest.Kind
        switch finding {
        case .direction: return { change.estimate(at: $0).pTwoSided }
        case .uShaped: kind = .uShaped
        case .invertedU: kind = .invertedU
        }
        guard zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        let arms = TwoArmWeights.all(x: x).compactMap { weights in
            noisy(weights.low).flatMap { low in noisy(weights.high).map { (weights.state, low, $0) } }
        }
        return { deviation in
            let breaks = arms.map { state, low, high in
                TwoArmBreak(
                    state: state, low: low.estimate(at: deviation), high: high.estimate(at: deviation))
            }
            return TwoArmTest(kind, breaks: breaks, states: x.count, arm: arm).p
        }
    }

    private func noisy(_ weights: [Double]) -> NoisyContrast? {
        contrast(weights).map {
            NoisyContrast(withoutNoise: $0, noiseWeight: sqrt(dotProduct(weights, weights)))
        }
    }
}

/// A contrast under noise of any size: cᵀ(V + σ²I)c = cᵀVc + σ²·|c|², so V is read once.
private struct NoisyContrast {
    let withoutNoise: ContrastEstimate
    /// |c|
    let noiseWeight: Double

    func estimate(at deviation: Double) -> ContrastEstimate {
        ContrastEstimate(
            withoutNoise.value,
            standardError: hypot(withoutNoise.standardError, deviation * noiseWeight),
            degreesOfFreedom: withoutNoise.degreesOfFreedom)
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
