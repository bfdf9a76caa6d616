/// One line of states in full: what is shown, for whom, and what could explain it away.
///
/// The light step of a trend row. The heavy one, over all examples, is the `StateCovariance`.
public struct TrendAnalysis: Sendable, Equatable {
    public let states: StateCovariance
    public let x: [Double]
    /// Of these checkpoints: σ²_model = 0.
    public let direction: DirectionTest
    /// Of these checkpoints. Nil for fewer than three distinct x.
    public let shape: ShapeTest?
    /// What remains when each state's own noise is counted. Nil where the noise is not known, and as `shape`.
    public let shapeBeyondNoise: ShapeTest?
    /// Nil where there are neither seeds nor adjacent checkpoints to estimate it from.
    public let noise: CheckpointNoise?
    /// The slope over the states. Its inference is the *systematic* claim.
    public let regression: StateRegression
    /// What `noiseToExplain` explains away: the turn, or else the fitted change.
    public let finding: TrendFinding
    public let alpha: Double
    /// Smallest SD of checkpoint noise that explains the shape (or else the direction) away; 0 where nothing
    /// was found, +∞ where no noise does.
    public let noiseToExplain: Double?

    /// A known σ must be this many times smaller than `noiseToExplain` for a reversal to alarm.
    private static let alarmRatio = 2.0

    /// Two-sided p of the slope over the states. Nil for two states, or where they lie exactly on a line.
    public var lawP: Double? { regression.inference?.pTwoSided }

    /// "The scaling law has this slope". Nil for fewer than four states.
    public var isSystematic: Bool? { regression.states < 4 ? nil : lawP.map { $0 < alpha } }

    /// The break where the line turns. Nil unless the shape is U-shaped or inverted U.
    public var turn: TwoArmBreak? {
        shape.flatMap { shape in shape.breaks.first { $0.state == shape.turningState } }
    }

    /// A reversal that the known checkpoint noise does not explain. Without an estimate every reversal alarms.
    public var isAlarm: Bool {
        guard shape?.label == .uShaped || shape?.label == .invertedU, let noiseToExplain else { return false }
        return noiseToExplain > Self.alarmRatio * (noise?.standardDeviation ?? 0)
    }

    /// - Parameters:
    ///   - states: without model variance.
    ///   - x: one coordinate a state, ascending.
    ///   - sesoi: smallest effect of interest on the total change; `SmallestEffect` has the defaults.
    ///   - noise: of the line's checkpoints, where known.
    ///
    /// Nil when V is undefined, for fewer than two distinct x, or when x is not ascending.
    public init?(
        _ states: StateCovariance, x: [Double], sesoi: Double, noise: CheckpointNoise? = nil,
        alpha: Double = 0.05
    ) {
        guard let test = ShapeTest(states, x: x, sesoi: sesoi, alpha: alpha),
            let regression = StateRegression(x: x, y: states.mean)
        else { return nil }
        let hasShape = Set<Double>(x).count > 2
        self.states = states
        self.x = x
        self.noise = noise
        self.regression = regression
        direction = test.direction
        shape = hasShape ? test : nil
        shapeBeyondNoise =
            hasShape
            ? noise.flatMap {
                ShapeTest(
                    states.adding(modelVariance: $0.variance), x: x, sesoi: sesoi, alpha: alpha)
            } : nil
        self.alpha = alpha
        finding = TrendFinding(hasShape ? test.label : nil)
        noiseToExplain = states.noiseToExplain(finding, x: x, sesoi: sesoi, alpha: alpha)
    }
}

extension TrendFinding {
    /// What a label rests on: the turn, or else the fitted change.
    init(_ label: ShapeLabel?) {
        switch label {
        case .uShaped: self = .uShaped
        case .invertedU: self = .invertedU
        case .increasing, .decreasing, .nonMonotone, .flat, .inconclusive, .unchanged, nil: self = .direction
        }
    }
}
