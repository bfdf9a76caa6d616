import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query smooth_vs_jagged")
struct SmoothVsJaggedQueryTests {
    private let fixture: SuiteFixture
    private typealias Item = SuiteFixture.Item

    init() throws { fixture = try SuiteFixture() }

    private let steps = [10, 20, 40, 80]
    /// The log-odds of the only two items of a task at each step.
    private let lines: [[(Double, Double)]] = [
        [(-1, -2), (-0.5, -1.8), (0.6, -1), (1, 0.5)], [(-2, -2), (0.1, -1), (0.2, -0.9), (0.3, -0.8)],
        [(1, 1), (0.5, 0.8), (-0.2, 0.7), (-0.3, -0.6)], [(-1, -1), (-1.5, -0.5), (-1.4, -0.4), (0.2, -0.2)],
        [(0.5, 0.5), (0.6, 0.4), (0.7, 0.3), (0.8, 0.2)],
    ]

    private func fill(_ tasks: Int, at steps: [Int]) throws {
        for (task, values) in lines.prefix(tasks).enumerated() {
            try fixture.task("t\(task)")
            for (step, value) in zip(steps, values) {
                try fixture.run("t\(task)", step: step, [Item("a", value.0), Item("b", value.1)])
            }
        }
    }

    private func answer(_ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        try fixture.answer(
            "smooth_vs_jagged", given.merging(["axis": "train_step"]) { first, _ in first })
    }

    @Test("gives the curve matching and the measures of the statistics library")
    func agrees() throws {
        try fill(5, at: steps)
        let rows = try answer(["nll": "nll"])
        #expect(rows.map { $0.text("task") } == (0..<5).map { "t\($0)" })
        let accuracy = lines.map { $0.map { (($0.0 > 0 ? 1.0 : 0) + ($0.1 > 0 ? 1 : 0)) / 2 } }
        let nll = lines.map { $0.map { (log1p(exp(-$0.0)) + log1p(exp(-$0.1))) / 2 } }
        let matching = try #require(CurveMatching(accuracy: accuracy, nll: nll))
        for (task, row) in rows.enumerated() {
            #expect(row.holds("p", matching.p) && row.holds("matching", matching.matched))
            #expect(row.holds("matching_null", matching.meanUnderNull) && row.holds("permutations", 120))
            #expect(row.holds("own_rank", Double(matching.partnerRank[task])) && row.holds("n_tasks", 5))
            let curve = try #require(BigBenchCurve(accuracy[task]))
            #expect(row.holds("linearity", curve.linearity) && row.text("status") == curve.status.rawValue)
            #expect(row.holds("breakthroughness", curve.breakthroughness))
            let smooth = try #require(BigBenchCurve(nll[task].map { -$0 }))
            #expect(row.holds("nll_linearity", smooth.linearity) && row["reason"] == .null)
            #expect(row.holds("nll_last", nll[task][3]) && row.holds("accuracy_first", accuracy[task][0]))
        }
    }

    @Test("claims nothing below five tasks or three states")
    func tooFew() throws {
        try fill(4, at: steps)
        #expect(try answer().allSatisfy { $0.text("reason") == "fewer than 5 tasks" && $0["p"] == .null })
        let short = try SmoothVsJaggedQueryTests()
        try short.fill(5, at: [10, 20])
        #expect(try short.answer().allSatisfy { $0.text("reason") == "fewer than 3 states" })
    }

    @Test("takes perplexity lines from tasks with one choice: of the family, and of others for the eye")
    func oneChoice() throws {
        try fixture.task("two-sided", family: "f")
        try fixture.task("own text", family: "f")
        try fixture.task("held out")
        for (index, step) in steps.enumerated() {
            try fixture.run("two-sided", step: step, [Item("a", Double(index) - 1.5), Item("b", 1)])
            for task in ["own text", "held out"] {
                var text = Item("text", nil)
                text.nll = 12 - Double(index * index)
                try fixture.run(task, step: step, [text])
            }
        }
        let rows = try answer()
        #expect(rows.map { $0.text("nll_of") } == ["own", "other", "family"])
        #expect(
            rows.map { $0.text("reason") } == ["fewer than 5 tasks", "other items", "own lines are permuted"])
        #expect(rows[1].text("nll_task") == "held out" && rows[2].text("nll_task") == "own text")
        for row in rows.dropFirst() {
            #expect(row.holds("nll_first", 12) && row.holds("nll_last", 3) && row["p"] == .null)
            // Accuracy .5 .5 1 1: steps 0 .5 0; falls 1 3 5.
            #expect(row.holds("step_correlation", 0))
        }
    }

    @Test("keeps a task with an infinite nll out of its suite, and says so")
    func infinite() throws {
        try fill(5, at: steps)
        try fixture.task("z")
        for step in steps { try fixture.run("z", step: step, [Item("a", -.infinity), Item("b", 1)]) }
        let rows = try answer()
        #expect(rows.map { $0.text("reason") } == [nil, nil, nil, nil, nil, "n_inf"])
        #expect(rows[0].holds("n_tasks", 5) && rows[5]["nll_first"] == .null && rows[5]["p"] == .null)
    }
}
