import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query overclaiming")
struct OverclaimingQueryTests {
    private let fixture: SuiteFixture
    private typealias Item = SuiteFixture.Item

    init() throws {
        fixture = try SuiteFixture()
        try fixture.task("t")
    }

    /// The claim is the first choice, "yes".
    private func claim(_ name: String, _ logodds: Double, _ truth: String?, in cluster: String? = nil) -> Item
    {
        Item(name, logodds, cluster: cluster, truth: truth)
    }

    @Test("shows both halves, and the sensitivity and criterion of the statistics library")
    func bothHalves() throws {
        let (trues, falses) = ([2.0, 1, -1, 3, 0.5], [1.5, -2, 0.2, -3])
        try fixture.run(
            "t",
            trues.enumerated().map { claim("t\($0.offset)", $0.element, "yes") }
                + falses.enumerated().map { claim("f\($0.offset)", $0.element, " no ") })
        let row = try #require(try fixture.answer("overclaiming").first)
        let expected = try #require(
            SignalDetection(hits: 4, misses: 1, falseAlarms: 2, correctRejections: 2)?.measures)
        #expect(row.holds("n_true", 5) && row.holds("claim_rate_true", 0.8))
        #expect(row.holds("n_false", 4) && row.holds("claim_rate_false", 0.5))
        #expect(row.holds("d_prime", expected.dPrime) && row.holds("criterion", expected.criterion))
        #expect(row.holds("yes_rate", 6.0 / 9) && row.holds("claim_minus_truth", expected.claimMinusTruth))
        #expect(row.holds("balanced_accuracy", expected.balancedAccuracy))
        #expect(row.holds("auc", areaUnderROC(positives: trues, negatives: falses)))
        // Each example is its own cluster, so the effective n is n up to CR1's n - 1.
        let stderr = try #require(ClusteredMean([1, 1, 0, 1, 1])?.standardError)
        let wilson = try #require(
            ClusteredProportion(proportion: 0.8, standardError: stderr, count: 5, clusters: 5)?.interval())
        #expect(row.holds("claim_rate_true_low", wilson.lower))
        #expect(row.holds("claim_rate_true_high", wilson.upper))
        let p = falses.map { 1 / (1 + exp(-$0)) }.reduce(0, +) / 4
        #expect(row.holds("mean_p_false", p) && row["reason"] == .null)
    }

    @Test("reads a truth as a choice's text first, then as yes or no, and counts what it cannot read")
    func truths() throws {
        var turned = claim("turned", 1, "yes")
        turned.choices = ["no", "yes"]
        var lettered = claim("lettered", 1, " (B)")
        lettered.choices = [" (A)", " (B)"]
        var ambiguous = claim("ambiguous", 1, "same")
        ambiguous.choices = ["same", "same"]
        var flag = claim("flag", 1, "1")
        flag.choices = [" (A)", " (B)"]
        try fixture.run(
            "t", [turned, lettered, ambiguous, flag, claim("?", 1, "maybe"), claim("none", 1, nil)])
        let row = try #require(try fixture.answer("overclaiming").first)
        #expect(row.holds("n_true", 1) && row.holds("n_false", 2) && row.holds("n_unknown_truth", 3))
        #expect(row.text("warning")?.contains("truths that are unknown") == true)
    }

    @Test("counts a tie as half a claim")
    func ties() throws {
        try fixture.run("t", [claim("a", 0, "yes"), claim("b", 1, "yes"), claim("c", -1, "no")])
        let row = try #require(try fixture.answer("overclaiming").first)
        let expected = try #require(
            SignalDetection(hits: 1.5, misses: 0.5, falseAlarms: 0, correctRejections: 1)?.measures)
        #expect(row.holds("claim_rate_true", 0.75) && row.holds("d_prime", expected.dPrime))
        #expect(row.holds("frac_tied", 1.0 / 3))
    }

    @Test("says why a measure is missing, and passes over tasks without a truth")
    func missing() throws {
        try fixture.task("one class")
        try fixture.task("unreadable")
        try fixture.run("t", [claim("a", 1, nil)])
        try fixture.run("one class", [claim("a", 1, "yes", in: "c"), claim("b", -1, "yes", in: "d")])
        try fixture.run("unreadable", [claim("a", 1, "perhaps")])
        let rows = try fixture.answer("overclaiming")
        #expect(rows.map { $0.text("reason") } == ["one_class_only", "no_known_truth"])
        for column in ["d_prime", "criterion", "auc", "auc_low", "claim_rate_false", "claim_rate_false_low"] {
            #expect(rows[0][column] == .null)
        }
        #expect(rows[0].holds("claim_rate_true", 0.5) && rows[0].holds("n_false", 0))
        #expect(rows[1]["yes_rate"] == .null && rows[1].holds("n_unknown_truth", 1))
    }
}
