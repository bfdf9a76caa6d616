import LogariumCore
import Testing

@Suite("The shape rule, where the truth is known,")
struct ShapeSimulationTests {
    /// A small dose of `make simulate`: the shortest lines only.
    @Test(
        "gives each label as often as published",
        arguments: PublishedFrequency.all.filter { $0.simulation.states == 4 })
    func agreesWithPublished(_ published: PublishedFrequency) {
        let seen = published.simulation.run(repetitions: 30, seed: 20_240_601)
        #expect(
            published.agrees(with: seen), "\(published.outcome) seen \(seen.count(of: published.outcome))")
    }

    @Test("is refuted by a share that is far off")
    func canDisagree() {
        let wrong = PublishedFrequency(
            simulation: ShapeSimulation(.flat, states: 4), outcome: .label(.flat), stated: 0.2...0.2)
        #expect(!wrong.agrees(with: wrong.simulation.run(repetitions: 30, seed: 1)))
    }

    @Test("finds no trend in a reversal whose values are permuted across states")
    func permutedStatesHaveNoTrend() throws {
        var generator = SplitMix64(seed: 11)
        let truth = [0, 0.5, 1, 1.5, 0.2]
        let repetitions = 60
        var found = (original: 0, permuted: 0)
        for _ in 0..<repetitions {
            let rows = (0..<120).map { _ in
                let shared = generator.standardNormal()
                return truth.map { $0 + shared + 0.8 * generator.standardNormal() }
            }
            let permuted = rows.map { row in
                var row = row
                generator.shuffle(&row)
                return row
            }
            if try label(rows) == .invertedU { found.original += 1 }
            if ![.flat, .inconclusive].contains(try label(permuted)) { found.permuted += 1 }
        }
        #expect(found.original == repetitions)
        let falseTrends = try #require(
            ConfidenceInterval.clopperPearson(
                successes: found.permuted, trials: repetitions, confidence: 0.999))
        // 5 % for the direction and up to 5 % for each kind of turn.
        #expect(falseTrends.lower <= 0.15)
    }

    private func label(_ rows: [[Double]]) throws -> ShapeLabel {
        let states = try #require(StateCovariance(rows: rows))
        return try #require(ShapeTest(states, x: [0, 1, 2, 3, 4], sesoi: 0.2)).label
    }
}
