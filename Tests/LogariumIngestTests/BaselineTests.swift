import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// Step 0 has no place on a logarithmic axis.
@Suite("A state at step 0")
struct BaselineTests {
    let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    /// Two questions of one cluster each; log-odds 0 and 2 at step 0, one more each at every doubling from 1000.
    private func ingest(steps: [Int]) throws {
        let lines = steps.flatMap { step in
            (0..<2).map { item in
                let logodds = Double(2 * item) + (step == 0 ? 0 : 1 + Double(step / 1000 - 1))
                return """
                    {"model":"m","train_step":\(step),"task":"t","example":"q\(item)","prompt":"p\(item)",\
                    "choices":["a","b"],"matching":0,"logprobs":[-1,\(-1 - logodds)]}

                    """
            }
        }
        try fixture.ingest([try fixture.write(lines.joined(), to: "t.ndjson")])
    }

    private func trend(_ columns: [String], query: String = "trend") throws -> [[ResultValue]] {
        try fixture.answers(query, ["axis": "train_step", "metric": "logodds"], columns: columns)
    }

    private static let columns = [
        "m", "x_first", "value_first", "total_change", "baseline", "baseline_change", "baseline_change_low",
        "reason",
    ]

    @Test("is the baseline of its line: its mean and the paired change, in no fit")
    func besideALine() throws {
        try ingest(steps: [0, 1000, 2000])
        // Both questions rise by 1 from step 0 to 1000: a paired change without error.
        #expect(
            try trend(Self.columns) == [
                [.integer(2), .integer(1000), .real(2), .real(1), .real(1), .real(1), .real(1), .null]
            ])
    }

    @Test("answers beside one state alone, with what is not claimed")
    func besideAState() throws {
        try ingest(steps: [0, 1000])
        #expect(
            try trend(Self.columns) == [
                [
                    .integer(1), .integer(1000), .real(2), .null, .real(1), .real(1), .real(1),
                    .text("one_state"),
                ]
            ])
    }

    @Test("is shown with the points of its line, and is none of them")
    func points() throws {
        try ingest(steps: [0, 1000, 2000])
        #expect(
            try trend(["state", "x", "baseline"], query: "trend_points") == [
                [.integer(1), .integer(1000), .real(1)], [.integer(2), .integer(2000), .real(1)],
            ])
        #expect(try trend(["n_lines"], query: "shapes") == [[.integer(1)]])
    }

    @Test("is no baseline of a line that has none")
    func without() throws {
        try ingest(steps: [1000, 2000])
        #expect(try trend(["baseline", "baseline_change"]) == [[.null, .null]])
    }
}
