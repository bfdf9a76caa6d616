import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// What a line is, is said once: queries that draw on lines agree with `trend`.
@Suite("Queries about lines")
struct OneRuleTests {
    private let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    private func line(
        _ model: String, series: String?, step: Int, item: Int, prompt: String, _ logprobs: String,
        rlhf: Int? = nil
    ) -> String {
        let series = series.map { "\"series\":\"\($0)\"," } ?? ""
        let rlhf = rlhf.map { "\"rlhf_step\":\($0)," } ?? ""
        return """
            {"model":"\(model)",\(series)\(rlhf)"train_step":\(step),"task":"t","example":"q\(item)",\
            "document":{"q":\(item)},"prompt":"\(prompt) \(item)","choices":["a","b"],"matching":0,\
            "logprobs":\(logprobs)}

            """
    }

    @Test(
        "disagreement draws a model of no known series, and takes an unknown RLHF step for none, as trend does"
    )
    func disagreement() throws {
        // The mean probability rises from step 1 to 2, and the share of items falls.
        var text = ""
        for (step, values) in [(1, ["[-1,-1.1]", "[-1,-1.1]"]), (2, ["[-0.1,-9]", "[-1.1,-1]"])] {
            for (item, logprobs) in values.enumerated() {
                text += line(
                    "m", series: nil, step: step, item: item, prompt: "p", logprobs, rlhf: step == 1 ? nil : 0
                )
            }
        }
        try fixture.ingest([try fixture.write(text, to: "t.ndjson")])
        let trend = try fixture.answers("trend", ["axis": "train_step", "metric": "p_match"], columns: ["m"])
        #expect(trend == [[.integer(2)]])
        let rows = try fixture.answers("disagreement", [:], columns: ["kind", "axis"])
        #expect(rows == [[.text("change"), .text("train_step")]], "\(rows)")
    }

    @Test(
        "the check of the common share pairs a line's items as trend does, also where they were put in two ways"
    )
    func commonShare() throws {
        // Steps 1 and 2 ask items 0 to 3 with one prompt, step 4 asks items 0 and 1 with another.
        var text = ""
        for step in [1, 2] {
            for item in 0..<(step == 1 ? 4 : 3) {
                text += line("m", series: nil, step: step, item: item, prompt: "p", "[-1,-2]")
            }
        }
        for item in 0..<2 { text += line("m", series: nil, step: 4, item: item, prompt: "other", "[-1,-2]") }
        try fixture.ingest([try fixture.write(text, to: "t.ndjson")])
        let trend = try fixture.answers(
            "trend", ["axis": "train_step", "metric": "p_match"], columns: ["m", "n_common", "n_union"])
        let findings = try Check.findings(in: ReadConnection(path: fixture.database))
            .filter { $0.kind == "common_share" }
        let told = findings.flatMap(\.affected).map { [$0.n ?? -1, $0.nOf ?? -1] }
        let drawn = trend.filter { $0[1] != $0[2] }.map { [$0[1].integer ?? -1, $0[2].integer ?? -1] }
        #expect(Set(told) == Set(drawn), "\(told) \(drawn)")
        #expect(!told.isEmpty && drawn.count == told.count)
    }
}
