import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// However references come to be one model: if their sizes differ, no line is drawn through them.
@Suite("Two models under one name")
struct ModelConflictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Model, stated n_params, step.
        let states: [(model: String, nParams: String, step: Int)]
        var rules = ""
        let isRefused: Bool
    }

    static let cases: [Case] = [
        Case(
            testDescription: "two sizes stated",
            states: [("a", "1000", 1), ("a", "1000", 2), ("a", "2000", 3)], isRefused: true),
        Case(
            testDescription: "one size stated, or not at all",
            states: [("a", "1000", 1), ("a", "", 2), ("a", "1000", 3)], isRefused: false),
        Case(
            testDescription: "a few added tokens",
            states: [("a", "6738415616", 1), ("a", "6738423808", 2)], isRefused: false),
        Case(
            testDescription: "two names made one by models.csv, which say two sizes",
            states: [("p-70m", "", 1), ("p-160m", "", 2)], rules: "match,model\np*,p\n", isRefused: true),
        Case(
            testDescription: "the same, with one size decided of both",
            states: [("p-70m", "", 1), ("p-160m", "", 2)], rules: "match,model,n_params\np*,p,70M\n",
            isRefused: false),
        Case(
            testDescription: "the same, with two sizes decided",
            states: [("p-70m", "", 1), ("p-160m", "", 2)],
            rules: "match,model,n_params\n*70m*,p,70M\n*160m*,p,160M\n", isRefused: true),
    ]

    @Test("is on no line, and check says so", arguments: cases)
    func refused(_ expected: Case) throws {
        let fixture = try IngestFixture()
        var lines: [String] = ["model,n_params,train_step,task,example,prompt,matching,logprobs"]
        for (index, state) in expected.states.enumerated() {
            for item in 0..<4 {
                lines.append(
                    "\(state.model),\(state.nParams),\(state.step),t,\(item),q\(item),0,"
                        + "\"[-\(index + item + 1).5,-2]\"")
            }
        }
        let table = try fixture.write(lines.joined(separator: "\n") + "\n", to: "t.csv")
        try fixture.ingest([table])
        if !expected.rules.isEmpty {
            let rules = try RuleFile.models(fixture.write(expected.rules, to: "models.csv"))
            _ = try Warehouse(path: fixture.database).apply(rules)
        }
        let trend = try fixture.answers(
            "trend", ["axis": "train_step", "metric": "p_match"], columns: ["reason", "value_first"])
        #expect(trend.map { $0[0] == .text("conflicting_models") } == [expected.isRefused])
        #expect(trend.allSatisfy { ($0[1] == .null) == expected.isRefused })
        let connection = try ReadConnection(path: fixture.database)
        let finding = try Check.findings(in: connection).contains { $0.kind == "conflicting_identity" }
        #expect(!expected.isRefused || finding)
    }
}
