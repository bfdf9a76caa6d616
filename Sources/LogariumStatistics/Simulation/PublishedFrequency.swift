/// A share that docs/statistics.md 3.2 or 3.5 states of a simulation: `make simulate` reproduces them all.
public struct PublishedFrequency: Sendable, Equatable {
    public let simulation: ShapeSimulation
    public let outcome: ShapeFrequencies.Outcome
    /// As printed: one number, or "at most", "at least".
    public let stated: ClosedRange<Double>

    public init(
        simulation: ShapeSimulation, outcome: ShapeFrequencies.Outcome, stated: ClosedRange<Double>
    ) {
        self.simulation = simulation
        self.outcome = outcome
        self.stated = stated
    }

    /// Runs behind each printed share: it is an estimate too.
    public static let runs = 400

    /// Whether what was seen is the stated share within both estimates' binomial noise: their exact intervals meet.
    public func agrees(with seen: ShapeFrequencies, confidence: Double = 0.99) -> Bool {
        func interval(_ share: Double, of runs: Int) -> ConfidenceInterval? {
            .clopperPearson(
                successes: Int((share * Double(runs)).rounded()), trials: runs, confidence: confidence)
        }
        guard let share = seen.share(of: outcome), let observed = interval(share, of: seen.repetitions),
            let least = interval(stated.lowerBound, of: Self.runs),
            let most = interval(stated.upperBound, of: Self.runs)
        else { return false }
        return observed.lower <= most.upper && least.lower <= observed.upper
    }

    /// Every published share, by number of states. The label frequencies' rise and height are .4, which the
    /// printed power of the inverted U names; the power of the tests is printed for a rise of .15.
    public static let all: [PublishedFrequency] = [4, 6, 8].enumerated().flatMap { index, states in
        withoutNoise(states) + withNoise(states, index) + power(states, index)
    }

    private static func withoutNoise(_ states: Int) -> [PublishedFrequency] {
        [
            entry(.flat, states, .label(.flat), 0.99...1),
            entry(.linear(change: 0.4), states, .label(.increasing), 1...1),
            entry(.saturating(change: 0.4), states, .label(.increasing), 0.97...0.99),
            entry(.saturating(change: 0.4), states, .label(.invertedU), 0...0.03),
            entry(.invertedU(height: 0.4), states, .label(.invertedU), 1...1),
            entry(.lateDrop(rise: 0.4, drop: 0.4), states, .label(.invertedU), 1...1),
        ]
    }

    private static func withNoise(_ states: Int, _ index: Int) -> [PublishedFrequency] {
        let ignored = ShapeSimulation.CheckpointNoise.ignored(deviation: 0.1)
        let supplied = ShapeSimulation.CheckpointNoise.supplied(deviation: 0.1)
        let flat = [0.20, 0.07, 0.02][index]
        let turn = [0.41, 0.51, 0.60][index]
        let change = [0.63, 0.64, 0.61][index]
        return [
            entry(.flat, states, .label(.flat), flat...flat, ignored),
            entry(.flat, states, .significantChange, change...change, ignored),
            entry(.flat, states, .anyTrend, 0...0.06, supplied),
            entry(.invertedU(height: 0.4), states, .label(.invertedU), turn...turn, supplied),
        ]
    }

    private static func power(_ states: Int, _ index: Int) -> [PublishedFrequency] {
        let measured = [0.05, 0.07, 0.03][index]
        let systematic = [0.06, 0.05, 0.04][index]
        let law = [0.67, 0.96, 1.00][index]
        return [
            entry(.flat, states, .significantChange, measured...measured),
            entry(.flat, states, .significantLaw, systematic...systematic),
            entry(.linear(change: 0.15), states, .significantChange, 1...1),
            entry(.linear(change: 0.15), states, .significantLaw, law...law),
        ]
    }

    private static func entry(
        _ truth: ShapeSimulation.Truth, _ states: Int, _ outcome: ShapeFrequencies.Outcome,
        _ stated: ClosedRange<Double>, _ noise: ShapeSimulation.CheckpointNoise = .none
    ) -> PublishedFrequency {
        PublishedFrequency(
            simulation: ShapeSimulation(truth, states: states, checkpointNoise: noise), outcome: outcome,
            stated: stated)
    }
}
