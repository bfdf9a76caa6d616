import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query template_sensitivity")
struct TemplateSensitivityQueryTests {
    private let fixture: SuiteFixture
    private typealias Item = SuiteFixture.Item

    init() throws {
        fixture = try SuiteFixture()
        try fixture.task("t")
    }

    private func answer() throws -> [String: ResultValue] {
        try #require(try fixture.answer("template_sensitivity", ["metric": "logodds"]).first)
    }

    @Test("parts the variance between items from that between their paraphrases")
    func parts() throws {
        // Groups of 2, 3 and 2 with means 2, -2 and 5.
        let groups = ["a": [1.0, 3], "b": [-1, -2, -3], "c": [4, 6]]
        let items = groups.sorted { $0.key < $1.key }.flatMap { cluster, values in
            values.enumerated().map { Item("\(cluster)\($0.offset)", $0.element, cluster: cluster) }
        }
        try fixture.run("t", items + [Item("alone", 9)])
        let row = try answer()
        #expect(row.holds("n_items", 3) && row.holds("n_paraphrases", 7) && row.holds("n_left_out", 1))
        // Within: (2 + 2 + 2) / (7 - 3). Mean over paraphrases 8/7; sizes sum to 17 in squares.
        let within = 6.0 / 4
        let grand = 8.0 / 7
        let between = (2 * pow(2 - grand, 2) + 3 * pow(-2 - grand, 2) + 2 * pow(5 - grand, 2)) / 2
        let size = (7 - 17.0 / 7) / 2
        let component = (between - within) / size
        #expect(row.holds("within_sd", within.squareRoot()))
        #expect(row.holds("between_sd", component.squareRoot()))
        #expect(row.holds("icc", component / (component + within)))
        #expect(row.holds("mean", 5.0 / 3))
        #expect(row.holds("stderr", SampleMean([2, -2, 5])?.standardError))
        #expect(row.holds("stderr_naive", SampleMean([1, 3, -1, -2, -3, 4, 6])?.standardError))
        #expect(row.holds("mean_range", 2) && row.holds("max_range", 2))
        #expect(row.holds("mean_largest", 8.0 / 3) && row.holds("mean_least", 2.0 / 3))
        #expect(row.text("max_range_item") == "a" && row.holds("share_flipped", 0))
    }

    @Test("counts a question that comes twice once, and a verdict that flips")
    func duplicates() throws {
        var again = Item("again", 4, cluster: "a")
        again.question = "one"
        var first = Item("one", 2, cluster: "a")
        first.question = "one"
        try fixture.run(
            "t",
            [
                first, again, Item("two", -1, cluster: "a"), Item("three", 1, cluster: "b"),
                Item("four", 2, cluster: "b"), Item("tie", 0, cluster: "b"),
            ])
        let row = try answer()
        #expect(row.holds("n_items", 2) && row.holds("n_paraphrases", 5))
        #expect(row.holds("max_range", 4) && row.text("max_range_item") == "a")
        #expect(row.holds("share_flipped", 0.5))
        #expect(row.holds("share_flipped_low", ConfidenceInterval.wilson(successes: 1, trials: 2)?.lower))
    }

    @Test("says where there are no paraphrases, and where a value is infinite")
    func undefined() throws {
        try fixture.task("u")
        try fixture.run("t", [Item("a", 1), Item("b", 2)])
        try fixture.run("u", [Item("a", .infinity, cluster: "c"), Item("b", 2, cluster: "c")])
        let rows = try fixture.answer("template_sensitivity", ["metric": "logodds"])
        #expect(rows.map { $0.text("reason") } == ["no_paraphrases", "n_inf"])
        #expect(rows[0].holds("n_left_out", 2) && rows[0]["mean"] == .null && rows[0]["mean_range"] == .null)
        #expect(rows[1]["mean"] == .null && rows[1]["within_sd"] == .null)
        #expect(rows[1]["max_range"] == .real(.infinity))
    }
}
