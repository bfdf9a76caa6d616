import LogariumCore
import Testing

@testable import LogariumStore

/// A small dose of simulation through the whole path: a warehouse of lines whose truth is known.
@Suite("Of simulated lines")
struct TrendErrorRateTests {
    private static let permutedLines = 200
    private static let turningLines = 20
    private static let examples = 40
    private static let sizes = [1000, 3000, 10_000, 30_000, 100_000]
    /// Log-odds rise by 1.2 to the third of five sizes, and fall again.
    private static let reversal = [0, 0.6, 1.2, 0.6, 0]

    /// Tasks `turns …`, and `permuted …`: made alike, with each example's values permuted over the states.
    private static func fixture() throws -> TrendFixture {
        let fixture = try TrendFixture()
        var random = SplitMix64(seed: 4242)
        var runs: [(state: TrendFixture.State, task: String, logodds: [Double?])] = []
        for line in 0..<turningLines + permutedLines {
            let isPermuted = line >= turningLines
            var states = [[Double]](repeating: [], count: sizes.count)
            for _ in 0..<examples {
                let shared = 1.5 * random.standardNormal()
                var values = reversal.map { shared + $0 + 0.8 * random.standardNormal() }
                if isPermuted { random.shuffle(&values) }
                for (state, value) in values.enumerated() { states[state].append(value) }
            }
            for (state, size) in sizes.enumerated() {
                let task = "\(isPermuted ? "permuted" : "turns") \(line)"
                runs.append((.init(nParams: size), task, states[state]))
            }
        }
        try fixture.add(runs)
        return fixture
    }

    /// The smallest count that a binomial of this rate exceeds less than once in 10,000.
    private static func bound(_ rate: Double) -> Int {
        let binomial = Binomial(trials: permutedLines, probability: rate)
        return (0...permutedLines).first { (binomial?.cdf($0) ?? 0) > 0.9999 } ?? 0
    }

    @Test("an injected reversal is found, and the same line permuted is not, at the stated error rate")
    func errorRate() throws {
        let rows = try Self.fixture().answer("trend", ["metric": "logodds"])
        let turns = rows.filter { $0.text("task")?.hasPrefix("turns") == true }
        #expect(turns.count == Self.turningLines)
        #expect(turns.allSatisfy { $0.text("shape") == "inverted_u" && $0.number("alarm") == 1 })
        #expect(turns.allSatisfy { (3000...30_000).contains($0.number("x_turning") ?? 0) })
        #expect(turns.count { $0.number("x_turning") == 10_000 } > Self.turningLines / 2)

        let permuted = rows.filter { $0.text("task")?.hasPrefix("permuted") == true }
        #expect(permuted.count == Self.permutedLines)
        // A fitted change at 5 %, and each turn at 5 % (Bonferroni over its breaks): intersection and union.
        let moved = permuted.count { ($0.number("p") ?? 1) < 0.05 }
        let turned = permuted.count { ["u_shaped", "inverted_u"].contains($0.text("shape") ?? "") }
        #expect(moved <= Self.bound(0.05))
        #expect(moved > 0, "a test that never errs has no power either")
        #expect(turned <= Self.bound(0.1))
        let undecided = permuted.count { ["inconclusive", "flat"].contains($0.text("shape") ?? "") }
        #expect(undecided >= Self.permutedLines - Self.bound(0.15))
    }
}
