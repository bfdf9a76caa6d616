import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query behavior_points")
struct BehaviorPointsQueryTests {
    private let fixture: SuiteFixture
    private typealias Item = SuiteFixture.Item

    init() throws { fixture = try SuiteFixture() }

    private func items(_ values: [Double]) -> [Item] {
        values.enumerated().map { Item("item \($0.offset)", $0.element) }
    }

    private func answer(_ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        try fixture.answer(
            "behavior_points",
            ["axis": "train_step", "metric": "logodds"].merging(given) { _, given in given })
    }

    @Test(
        "is the mean over the tests where all have a value, else a gap, with an interval over tests like these"
    )
    func mean() throws {
        for task in ["a", "c"] { try fixture.task(task, behavior: "b") }
        for step in [1, 2, 4] { try fixture.run("a", step: step, items([1, 2, 4, Double(step)])) }
        for step in [1, 4] { try fixture.run("c", step: step, items([0, 3, 5 * Double(step), 1])) }
        let rows = try answer()
        #expect(rows.map { $0.text("behavior") } == ["b", "b", "b"])
        #expect(rows.allSatisfy { $0["task"] == .null && $0.holds("n_tests", 2) })
        #expect(rows[0].holds("mean", (2.0 + 2.25) / 2) && rows[2].holds("mean", (2.75 + 6) / 2))
        #expect(rows[1]["mean"] == .null && rows[1]["low"] == .null && rows[1].holds("n_lacking", 1))
        #expect(rows[0].holds("n_common", 8) && rows[1].holds("n_common", 4))
        let a = try #require(ClusteredMean([1, 2, 4, 1])?.standardError)
        let c = try #require(ClusteredMean([0, 3, 5, 1])?.standardError)
        #expect(rows[0].holds("stderr_fixed", (a * a + c * c).squareRoot() / 2))
        // Means 2 and 2.25: SD .25/√2, its error .125; t of one degree of freedom is tan(.475 π).
        #expect(rows[0].holds("stderr", 0.125))
        #expect(rows[0].holds("high", 2.125 + 0.125 * 12.706204736432095))
    }

    @Test("of a single test is what trend_points says", arguments: ["logodds", "credit", "p_match"])
    func single(_ metric: String) throws {
        try fixture.task("alone")
        for step in [1, 2] { try fixture.run("alone", step: step, items([-1, 2, 4, Double(step)])) }
        let rows = try answer(["metric": metric])
        let points = try fixture.answer("trend_points", ["axis": "train_step", "metric": metric])
        #expect(rows.count == 2)
        for column in ["task", "x", "state", "mean", "stderr", "low", "high", "n_common", "metric"] {
            #expect(rows.map { $0[column] } == points.map { $0[column] }, "\(column)")
        }
    }
}
