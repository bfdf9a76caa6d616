import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The views agree with every ReferenceCase")
struct ViewReferenceCaseTests {
    static let perExample = ReferenceCase.all(in: "01_per_example")
    static let perTask = ReferenceCase.all(in: "02_task_summary").filter { $0.function != "ece" }

    @Test("There are cases")
    func casesAreThere() {
        #expect(!Self.perExample.isEmpty)
        #expect(!Self.perTask.isEmpty)
    }

    /// Where the product's name differs from the reference's.
    private static let columns = [
        "coverage": "choice_mass", "nll_norm": "nll", "tie": "tied", "exceed_sum": "outweighs",
        "margin_logprob": "margin",
    ]

    @Test("per example", arguments: perExample)
    func example(_ test: ReferenceCase) throws {
        switch test.function {
        case "choice_metrics": try choiceMetrics(test)
        case "nll_from_logodds": try negativeLogLikelihood(test, "nll_match", "nll_other")
        case "invert_loss": try negativeLogLikelihood(test, nil, "exact_nll_other")
        case "total_variation": try totalVariation(test)
        default: Issue.record("no view for \(test.function)")
        }
    }

    private func choiceMetrics(_ test: ReferenceCase) throws {
        let fixture = try ViewFixture()
        let (run, matching) = (
            try fixture.addRun(), try #require(test.inputs["match"].numbers).compactMap { $0.map { Int($0) } }
        )
        func lengths(_ name: String) -> [Int]? { test.inputs[name].numbers?.map { Int($0 ?? 0) } }
        try fixture.add(
            try #require(test.inputs["logprobs"].numbers), matching: matching, to: run,
            lengths: .init(tokens: lengths("n_tokens"), chars: lengths("n_chars"), bytes: lengths("n_bytes")),
            unconditional: test.inputs["uncond"].numbers?.compactMap { $0 })
        #expect(try fixture.text("SELECT status FROM response_metric") == test.expected["status"].text)
        let metrics = try fixture.row(
            "SELECT * FROM response_metric LEFT JOIN example_metric_full USING (run_id, example_id)")
        for (name, expected) in test.expected.object where name != "status" && name != "p" {
            if test.expected["status"].text == "all_neg_inf", name != "coverage" { continue }
            let variant = try fixture.row("SELECT y FROM response_value WHERE metric = '\(name)'")?["y"]
            let value = metrics?[Self.columns[name] ?? name] ?? variant
            #expect(
                test.agrees(value, expected.number), "\(name): \(String(describing: value)), not \(expected)")
        }
        for (position, expected) in (test.expected["p"].numbers ?? []).enumerated() {
            let value = try fixture.row("SELECT p FROM choice_score WHERE position = \(position)")?["p"]
            #expect(test.agrees(value, expected))
        }
    }

    private func negativeLogLikelihood(_ test: ReferenceCase, _ match: String?, _ other: String) throws {
        let fixture = try ViewFixture()
        let logodds = try #require(test.inputs["logodds"].number)
        for (matching, name) in [(0, match), (1, other)] {
            let run = try fixture.addRun()
            try fixture.add(
                [logodds > 0 ? 0 : logodds, logodds > 0 ? -logodds : 0], matching: [matching], to: run)
            guard let name else { continue }
            let value = try fixture.row("SELECT nll FROM example_metric WHERE run_id = \(run)")?["nll"]
            #expect(test.agrees(value, test.expected[name].number))
        }
    }

    private func totalVariation(_ test: ReferenceCase) throws {
        let fixture = try ViewFixture()
        for name in ["p", "q"] {
            let p = try #require(test.inputs[name].numbers).map { $0 ?? .nan }
            try fixture.add(p.map { log($0) }, matching: [0], to: try fixture.addRun())
        }
        let value = try fixture.row(
            """
            SELECT SUM(ABS(a.p - b.p)) / 2 AS tv FROM choice_score AS a
            INNER JOIN choice_score AS b ON b.position = a.position AND b.run_id = 2 WHERE a.run_id = 1
            """)?["tv"]
        #expect(test.agrees(value, test.expected["tv"].number))
    }

    @Test("per run", arguments: perTask)
    func run(_ test: ReferenceCase) throws {
        let fixture = try ViewFixture()
        let run = try fixture.addRun()
        if test.function == "bits_per_byte" { return try bitsPerByte(test, fixture, run) }
        let labels = test.inputs["label"].list?.map { $0.text == "B" ? 1 : 0 }
        for (index, logodds) in (test.inputs["logodds"].numbers ?? []).enumerated() {
            let pair: [Double?] = logodds.map { $0 > 0 ? [0, -$0] : [$0, 0] } ?? [nil, -1]
            let position = labels?[index] ?? 0
            try fixture.add(position == 1 ? pair.reversed() : pair, matching: [position], to: run)
        }
        let values =
            try fixture.row("SELECT * FROM run_metric LEFT JOIN run_metric_full USING (run_id)") ?? [
                "n": 0, "n_excluded": 0,
            ]
        for (specified, expected) in test.expected.object {
            let name = Self.perRun(specified)
            if name.hasSuffix("_by_label") {
                for (label, share) in expected.object {
                    let column = String(name.dropLast("_by_label".count))
                    let value = try fixture.row(
                        "SELECT \(column) AS y FROM run_position_metric WHERE position = \(label == "B" ? 1 : 0)"
                    )
                    #expect(test.agrees(value?["y"], share.number))
                }
            } else {
                #expect(
                    test.agrees(values[name], expected.number), "\(name): \(String(describing: values[name]))"
                )
            }
        }
    }

    /// A run's mean is called mean_ and the column that it is of.
    private static func perRun(_ name: String) -> String {
        if name == "se_mean_p" { return "mean_p_match_stderr_iid" }
        if name == "se_frac_exceed" { return "mean_credit_stderr_iid" }
        for (old, new) in [("mean_p", "mean_p_match"), ("frac_exceed", "mean_credit")] {
            for rest in ["", "_balanced", "_by_label"] where name == old + rest { return new + rest }
        }
        return name
    }

    private func bitsPerByte(_ test: ReferenceCase, _ fixture: ViewFixture, _ run: Int) throws {
        let (nll, bytes) = (
            try #require(test.inputs["nll"].numbers), try #require(test.inputs["bytes"].numbers)
        )
        for (nll, bytes) in zip(nll, bytes) {
            try fixture.add(
                [nll.map { -$0 }], matching: [0], to: run, lengths: .init(bytes: [Int(bytes ?? 0)]))
        }
        let values = try fixture.row("SELECT * FROM run_bits_per_byte")
        for (name, expected) in test.expected.object { #expect(test.agrees(values?[name], expected.number)) }
    }
}
