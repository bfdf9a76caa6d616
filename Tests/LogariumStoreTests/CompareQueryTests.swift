import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query compare")
struct CompareQueryTests {
    private let fixture: SuiteFixture
    private typealias Item = SuiteFixture.Item

    init() throws { fixture = try SuiteFixture() }

    private let direct = [1.0, 0.4, -2, 0.5, 3, 1.5, -0.3, -1]
    private let shown = [2.0, 1.4, -1, -0.5, 2, 2.5, 0.3, -2]
    private let clusters = ["a", "a", "b", "b", "c", "c", "d", "d"]

    private func items(_ values: [Double], from first: Int = 0) -> [Item] {
        zip(values, clusters).enumerated().map {
            Item("item \($0.offset + first)", $0.element.0, cluster: $0.element.1)
        }
    }

    private func probability(_ logodds: Double) -> Double { 1 / (1 + exp(-logodds)) }

    @Test("pairs two tasks of a family by item, and gives the difference that the statistics library gives")
    func twoTasks() throws {
        try fixture.task("zero", family: "f")
        try fixture.task("few", family: "f")
        try fixture.run("zero", items(direct) + [Item("only here", 5)])
        try fixture.run("few", shots: 3, items(shown))
        let rows = try fixture.answer("compare", ["task": "zero", "other_task": "few"])
        #expect(rows.map { $0.text("metric") } == ["logodds", "p_match", "credit"])
        for row in rows {
            #expect(row.text("protocol") == "0-shot" && row.text("other_protocol") == "3-shot")
            #expect(row.holds("n_common", 8) && row.holds("n_union", 9) && row.holds("clusters", 4))
            #expect(row.holds("common_share", 8.0 / 9) && row["reason"] == .null)
            #expect(row.text("warning") == "only 89 % of the items are common; fewer than 10 clusters")
        }
        let expected = try #require(
            PairedDifference(
                shown.map(probability), direct.map(probability), clustering: Clustering(clusters)))
        let interval = try #require(expected.difference.interval())
        #expect(rows[1].holds("value_a", direct.map(probability).reduce(0, +) / 8))
        #expect(rows[1].holds("difference", expected.difference.mean))
        #expect(rows[1].holds("stderr", expected.difference.standardError))
        #expect(rows[1].holds("low", interval.lower) && rows[1].holds("high", interval.upper))
        let t = try #require(StudentT(degreesOfFreedom: 3))
        let score = try #require(expected.difference.standardError.map { expected.difference.mean / $0 })
        #expect(rows[1].holds("p", 2 * t.upperTail(abs(score))))
        #expect(rows[2].holds("n_a_higher", 1) && rows[2].holds("n_b_higher", 1))
        #expect(rows[2].holds("mcnemar_p", McNemarTest(onlyA: 1, onlyB: 1)?.pExact))
        #expect(rows[0]["mcnemar_p"] == .null)
    }

    @Test("takes an item that a run puts twice with its mean")
    func copies() throws {
        try fixture.task("zero", family: "f")
        try fixture.task("few", family: "f")
        try fixture.run("zero", [Item("i", 1), Item("i", 3), Item("j", 0)])
        try fixture.run("few", [Item("i", 5), Item("j", 1)])
        let row = try #require(
            try fixture.answer("compare", ["other_task": "few", "metric": "logodds"]).first)
        #expect(row.holds("n_common", 2) && row.holds("n_union", 2))
        #expect(row.holds("value_a", 1) && row.holds("difference", 2))
    }

    @Test(
        "compares two checkpoints at the coordinates that neither side states, and shows who has no partner")
    func twoCheckpoints() throws {
        try fixture.task("t")
        for (model, steps) in [("m", [10, 20]), ("n", [10, 30])] {
            for step in steps {
                try fixture.run("t", model: model, step: step, items(step == 20 ? shown : direct))
            }
        }
        let given = ["a": "m", "b": "n", "metric": "logodds"]
        let rows = try fixture.answer("compare", given)
        #expect(rows.count == 1 && rows[0].holds("a_train_step", 10) && rows[0].holds("b_train_step", 10))
        #expect(rows[0].text("warning") == "degenerate: stderr is 0; fewer than 10 clusters")
        #expect(rows[0]["p"] == .null && rows[0].holds("difference", 0))
        let steps = try fixture.answer(
            "compare", ["a": "m/step10", "b": "m/step20", "metric": "logodds"])
        #expect(steps.count == 1 && steps[0].holds("b_train_step", 20))
        #expect(steps[0].holds("difference", (zip(shown, direct).map { $0 - $1 }).reduce(0, +) / 8))
        let all = try fixture.answer(
            "compare", given.merging(["b_train_step": "30"]) { $1 })
        #expect(all.count == 2 && all.allSatisfy { $0.holds("b_train_step", 30) })
    }

    @Test("says of a choice that meets nothing that it does")
    func unmatched() throws {
        try fixture.task("t")
        try fixture.task("u")
        try fixture.run("t", items(direct))
        try fixture.run("u", items(direct))
        try fixture.run("t", model: "n", items(shown))
        func reasons(_ given: [String: String]) throws -> [String?] {
            try fixture.answer("compare", given).map { $0.text("reason") }
        }
        for given in [["a": "x", "b": "n"], ["a": "m", "b": "x"]] {
            #expect(throws: ReadError.self) { try reasons(given) }
        }
        #expect(try reasons(["a": "m", "b": "n", "task": "u"]) == ["nothing_chosen_for_b"])
        #expect(try reasons(["a": "m", "b": "n", "metric": "credit"]) == [nil, "no_partner"])
        #expect(throws: ReadError.self) { try reasons(["a": "m", "b": "n", "task": "t", "metric": "x"]) }
        let asked = ["a": "m", "task": "t", "other_task": "u", "metric": "credit"]
        #expect(try reasons(asked) == [nil])
        #expect(
            try fixture.answer("compare", asked)[0].text("warning")?
                .contains("the tasks are not declared as one family") == true)
    }

    @Test("leaves undefined what infinite values and one cluster cannot say")
    func undefined() throws {
        try fixture.task("t")
        try fixture.run("t", step: 10, [Item("i", 1, cluster: "c"), Item("j", 0, cluster: "c")])
        try fixture.run("t", step: 20, [Item("i", .infinity, cluster: "c"), Item("j", 1, cluster: "c")])
        let rows = try fixture.answer("compare", ["a_train_step": "10", "b_train_step": "20"])
        #expect(rows.map { $0.text("reason") } == ["n_inf", "one_cluster", "one_cluster"])
        #expect(rows[0]["difference"] == .null && rows[0]["value_b"] == .real(.infinity))
        #expect(rows[1]["difference"] != .null && rows[1]["stderr"] == .null && rows[1]["p"] == .null)
    }

    @Test("pools the tasks of a behavior, turned to better where they differ, a family once")
    func pooled() throws {
        try fixture.task("good", behavior: "b", moreIs: "better")
        try fixture.task("bad", family: "f", behavior: "b", moreIs: "worse")
        try fixture.task("bad again", family: "f", behavior: "b", moreIs: "worse")
        try fixture.task("unknown", behavior: "b")
        for task in ["good", "bad", "bad again", "unknown"] {
            let isGood = task == "good"
            try fixture.run(task, step: 10, items(isGood ? direct : shown))
            try fixture.run(task, step: 20, items(isGood ? shown : direct) + [Item("extra", 1)])
        }
        let rows = try fixture.answer(
            "compare", ["a_train_step": "10", "b_train_step": "20", "metric": "logodds"])
        let pools = rows.filter { $0.text("level") != "task" }
        let (change, stderr) = try difference()
        #expect(pools.map { $0.text("level") } == ["macro", "micro"])
        for pool in pools {
            #expect(pool.text("orientation") == "better" && pool.holds("n_unoriented_tasks", 1))
            #expect(pool.holds("n_tasks", 2) && pool.holds("n_common", 16))
            // The bad ones fall by as much as the good one rises: turned, both rise.
            #expect(pool.holds("difference", change))
            #expect(pool.holds("stderr", stderr / 2.0.squareRoot()))
            #expect(pool["value_a"] == .null)
            // Two equal variances of 3 degrees of freedom each have 6 together.
            let t = try #require(StudentT(degreesOfFreedom: 6)?.quantile(0.975))
            #expect(pool.holds("low", change - t * stderr / 2.0.squareRoot()))
        }
    }

    private func difference() throws -> (Double, Double) {
        let paired = try #require(PairedDifference(shown, direct, clustering: Clustering(clusters)))
        return (paired.difference.mean, try #require(paired.difference.standardError))
    }
}
