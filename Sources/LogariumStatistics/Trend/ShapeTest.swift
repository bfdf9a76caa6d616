/// The shape of a line of states (docs/statistics.md 3.5, rule 3).
public enum ShapeLabel: String, Sendable, CaseIterable {
    case increasing
    case decreasing
    case uShaped = "u_shaped"
    /// Steady increase, then the trend reverses.
    case invertedU = "inverted_u"
    case nonMonotone = "non_monotone"
    /// Every pair of states shown to differ by less than the smallest effect of interest.
    case flat
    case inconclusive
    /// As of the direction.
    case unchanged
}

/// The default shape rule: a *measured* claim about these checkpoints, with the inference over examples.
///
/// Sound with 3 to 8 sizes, where rules on the state means (interior maximum, quadratic term) are not.
public struct ShapeTest: Sendable, Equatable {
    public let label: ShapeLabel
    public let direction: DirectionTest
    /// One an interior state, ascending.
    public let breaks: [TwoArmBreak]
    public let uShaped: TwoArmTest
    public let invertedU: TwoArmTest
    public let peak: LocalTurnTest
    public let valley: LocalTurnTest
    /// p of "some pair of states differs by the smallest effect of interest or more".
    public let pFlat: Double
    /// Two-sided p of the slope with model-to-model scatter as the noise: OLS over the m states, t_{m−2}.
    /// Nil for two states, or where the states lie exactly on a line.
    public let lawP: Double?
    public let alpha: Double

    public var hasLocalPeak: Bool { peak.p < alpha }
    public var hasLocalValley: Bool { valley.p < alpha }
    /// What local turns' p-values are multiplied by.
    public var localAdjustment: Int { LocalTurnTest.adjustment(states: states) }
    /// *Systematic*: "the scaling law has this slope". Nil for fewer than four states.
    public var isSystematic: Bool? { states < 4 ? nil : lawP.map { $0 < alpha } }
    /// Where the line turns, index from 0. Nil unless the label is U-shaped or inverted U.
    public var turningState: Int? {
        switch label {
        case .uShaped: uShaped.turningState
        case .invertedU: invertedU.turningState
        default: nil
        }
    }

    private let states: Int

    /// - Parameters:
    ///   - states: σ²_model already added where it is known.
    ///   - x: one coordinate a state, ascending; repeats are allowed.
    ///   - sesoi: smallest effect of interest on the total change; `SmallestEffect` has the defaults.
    ///   - armFraction: share of it that each arm of a turn must reach.
    ///
    /// Nil when V is undefined, for fewer than two distinct x, or when x is not ascending or of another length.
    public init?(
        _ states: StateCovariance, x: [Double], sesoi: Double,
        armFraction: Double = SmallestEffect.armFraction, alpha: Double = 0.05
    ) {
        guard zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }), let changes = PairwiseChanges(states),
            let direction = DirectionTest(states, x: x, sesoi: sesoi, alpha: alpha)
        else { return nil }
        let arm = armFraction * sesoi
        let breaks = states.twoArmBreaks(x: x)
        self.states = states.states
        self.alpha = alpha
        self.direction = direction
        self.breaks = breaks
        uShaped = TwoArmTest(.uShaped, breaks: breaks, states: states.states, arm: arm)
        invertedU = TwoArmTest(.invertedU, breaks: breaks, states: states.states, arm: arm)
        peak = LocalTurnTest(.peak, changes: changes, arm: arm)
        valley = LocalTurnTest(.valley, changes: changes, arm: arm)
        pFlat = changes.pAllEquivalent(margin: sesoi)
        lawP = StateRegression(x: x, y: states.mean)?.inference?.pTwoSided
        label = ShapeLabel(
            isU: uShaped.p < alpha, isInvertedU: invertedU.p < alpha,
            turnsBothWays: peak.p < alpha && valley.p < alpha, direction: direction.label,
            isFlat: pFlat < alpha)
    }
}

extension ShapeLabel {
    init(isU: Bool, isInvertedU: Bool, turnsBothWays: Bool, direction: DirectionLabel, isFlat: Bool) {
        switch (isU, isInvertedU, turnsBothWays) {
        case _ where direction == .unchanged: self = .unchanged
        case (true, true, _), (true, false, true), (false, true, true): self = .nonMonotone
        case (true, false, false): self = .uShaped
        case (false, true, false): self = .invertedU
        case (false, false, _) where direction == .increasing: self = .increasing
        case (false, false, _) where direction == .decreasing: self = .decreasing
        case (false, false, true): self = .nonMonotone
        case (false, false, false): self = isFlat ? .flat : .inconclusive
        }
    }
}
