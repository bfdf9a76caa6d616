/// How often a simulation's lines got each label, and each kind of significance.
public struct ShapeFrequencies: Sendable, Equatable {
    public let repetitions: Int
    public let labels: [ShapeLabel: Int]
    /// Lines with a significant fitted change (the *measured* claim).
    public let significantChanges: Int
    /// Lines with a significant slope over the states (the *systematic* claim).
    public let significantLaws: Int

    /// What may be counted.
    public enum Outcome: Sendable, Equatable {
        case label(ShapeLabel)
        /// Any label but flat and inconclusive.
        case anyTrend
        case significantChange
        case significantLaw
    }

    init(tests: [ShapeTest]) {
        repetitions = tests.count
        labels = tests.reduce(into: [:]) { $0[$1.label, default: 0] += 1 }
        significantChanges = tests.count { $0.direction.pTwoSided < $0.alpha }
        significantLaws = tests.count { test in test.lawP.map { $0 < test.alpha } ?? false }
    }

    public func count(of outcome: Outcome) -> Int {
        switch outcome {
        case .label(let label): labels[label] ?? 0
        case .anyTrend: repetitions - (labels[.flat] ?? 0) - (labels[.inconclusive] ?? 0)
        case .significantChange: significantChanges
        case .significantLaw: significantLaws
        }
    }

    /// Share of the repetitions. Nil without any.
    public func share(of outcome: Outcome) -> Double? {
        repetitions == 0 ? nil : Double(count(of: outcome)) / Double(repetitions)
    }
}
