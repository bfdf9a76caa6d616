/// What the fitted change over the observed range shows (docs/statistics.md 3.4).
public enum DirectionLabel: String, Sendable, CaseIterable {
    case increasing
    case decreasing
    /// Significant, and significantly smaller than the smallest effect of interest.
    case trivialIncrease = "trivial_increase"
    case trivialDecrease = "trivial_decrease"
    /// Shown to be smaller than the smallest effect of interest: not "not significant".
    case flat
    case inconclusive
    /// Not one example moved, to rounding: seen of these, with nothing to judge others like them by.
    case unchanged
}

/// The direction of a line of states, with equivalence: a *measured* claim about these checkpoints.
public struct DirectionTest: Sendable, Equatable {
    /// The least-squares change over the observed range of x, in the unit of the metric.
    public let change: ContrastEstimate
    /// Change per unit of x.
    public let slope: Double
    /// Of the change, at 1 − α.
    public let interval: ConfidenceInterval
    /// Of the change, at 1 − 2α: inside ±sesoi exactly where `pEquivalence` < α.
    public let equivalenceInterval: ConfidenceInterval
    /// TOST against ±sesoi.
    public let pEquivalence: Double
    public let label: DirectionLabel

    public var pTwoSided: Double { change.pTwoSided }

    /// - Parameters:
    ///   - x: one coordinate a state, on the axis' scale (log₁₀ of parameters or tokens), in any order.
    ///   - sesoi: smallest effect of interest on the total change; `SmallestEffect` has the defaults.
    ///
    /// Nil when V is undefined, for fewer than two distinct x, or when `x` is of another length.
    public init?(_ states: StateCovariance, x: [Double], sesoi: Double, alpha: Double = 0.05) {
        guard x.count == states.states, let slopeWeights = slopeWeights(x: x),
            let weights = changeWeights(x: x), let change = states.contrast(weights),
            let interval = change.interval(confidence: 1 - alpha),
            let equivalenceInterval = change.interval(confidence: 1 - 2 * alpha)
        else { return nil }
        self.change = change
        slope = dotProduct(slopeWeights, states.mean)
        self.interval = interval
        self.equivalenceInterval = equivalenceInterval
        pEquivalence = change.pEquivalence(margin: sesoi)
        label = DirectionLabel(
            change: change.value, isNonzero: change.pTwoSided < alpha, isEquivalent: pEquivalence < alpha,
            isUnchanged: states.isUnchanged)
    }
}

extension DirectionLabel {
    init(change: Double, isNonzero: Bool, isEquivalent: Bool, isUnchanged: Bool = false) {
        if isUnchanged {
            self = .unchanged
            return
        }
        switch (isNonzero, isEquivalent) {
        case (true, false): self = change > 0 ? .increasing : .decreasing
        case (true, true): self = change > 0 ? .trivialIncrease : .trivialDecrease
        case (false, true): self = .flat
        case (false, false): self = .inconclusive
        }
    }
}
