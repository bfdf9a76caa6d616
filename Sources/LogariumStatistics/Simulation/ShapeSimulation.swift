import Glibc

/// How often the shape rule gives each label when the truth is known (docs/statistics.md 3.5, label frequencies).
///
/// Log-odds of `examples` items at `states` equally spaced states: truth + what is an example's own at every
/// state + what is its own at one state + the checkpoint's own noise.
public struct ShapeSimulation: Sendable, Equatable {
    public var truth: Truth
    /// m
    public var states: Int
    public var examples = 1000
    /// SD of what an example has in common over the states: pairing removes it.
    public var sharedDeviation = 1.5
    /// SD of what an example has at one state only.
    public var ownDeviation = 0.8
    public var checkpointNoise = CheckpointNoise.none
    public var sesoi = SmallestEffect.logodds

    public init(_ truth: Truth, states: Int, checkpointNoise: CheckpointNoise = .none) {
        self.truth = truth
        self.states = states
        self.checkpointNoise = checkpointNoise
    }

    /// Noise of a whole state, the same for all examples.
    public enum CheckpointNoise: Sendable, Equatable {
        case none
        /// Present, and unknown to the rule.
        case ignored(deviation: Double)
        /// Present, and its variance added to V.
        case supplied(deviation: Double)

        var deviation: Double {
            switch self {
            case .none: 0
            case .ignored(let deviation), .supplied(let deviation): deviation
            }
        }

        var knownVariance: Double {
            if case .supplied(let deviation) = self { deviation * deviation } else { 0 }
        }
    }

    /// One line drawn: its coordinates, and its states with the variance that the rule is told of.
    public func line(using generator: inout SplitMix64) -> (x: [Double], states: StateCovariance)? {
        let means = (0..<states).map { j in
            truth.value(at: Double(j) / Double(max(1, states - 1)))
                + checkpointNoise.deviation * generator.standardNormal()
        }
        let rows = (0..<examples).map { _ in
            let shared = sharedDeviation * generator.standardNormal()
            return means.map { $0 + shared + ownDeviation * generator.standardNormal() }
        }
        guard let drawn = StateCovariance(rows: rows) else { return nil }
        return (
            (0..<states).map(Double.init), drawn.adding(modelVariance: checkpointNoise.knownVariance)
        )
    }

    /// What the tests say of `repetitions` lines; one seed fixes them all.
    public func run(repetitions: Int, seed: UInt64, alpha: Double = 0.05) -> ShapeFrequencies {
        var generator = SplitMix64(seed: seed)
        return ShapeFrequencies(
            tests: (0..<repetitions).compactMap { _ in
                line(using: &generator).flatMap {
                    ShapeTest($0.states, x: $0.x, sesoi: sesoi, alpha: alpha)
                }
            })
    }
}

extension ShapeSimulation {
    /// The mean log-odds along the axis, which runs from 0 to 1.
    public enum Truth: Sendable, Equatable {
        case flat
        /// A straight rise.
        case linear(change: Double)
        /// Rises fast and then hardly: truly monotone, the trap of a quadratic term.
        case saturating(change: Double)
        /// Two straight lines with the top in the middle.
        case invertedU(height: Double)
        /// A straight rise to the last state but one, then a fall.
        case lateDrop(rise: Double, drop: Double)
    }
}

extension ShapeSimulation.Truth {
    private static let saturationRate = 4.0

    func value(at u: Double) -> Double {
        switch self {
        case .flat: 0
        case .linear(let change): change * u
        case .saturating(let change):
            change * (1 - exp(-Self.saturationRate * u)) / (1 - exp(-Self.saturationRate))
        case .invertedU(let height): height * (1 - abs(2 * u - 1))
        case .lateDrop(let rise, let drop): u < 1 ? rise * u : rise - drop
        }
    }
}
