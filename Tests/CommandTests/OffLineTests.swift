import Foundation
import Testing

@Suite("A run that is on no line")
struct OffLineTests {
    let command: CommandLine

    init() throws { command = try CommandLine() }

    private static func line(_ fields: String) -> String {
        """
        {\(fields),"task":"t","example":"q","prompt":"p","choices":["a","b"],"matching":0,"logprobs":[-1,-2]}

        """
    }

    private static let cases: [(axis: String, runs: [String], says: String)] = [
        ("n_params", [#""model":"a","n_params":5"#], "1 of 1 model of no known series"),
        ("n_params", [#""model":"a","series":"s""#], "1 whose n_params is not known"),
        ("train_step", [#""model":"a""#], "1 whose train_step is not known"),
        ("train_step", [#""model":"a","train_step":5,"rlhf_step":3"#], "1 after RLHF"),
        ("train_step", [#""model":"a","train_step":0"#], "1 at step 0"),
        ("train_tokens", [#""model":"a","train_tokens":0"#], "1 at step 0"),
        (
            "train_step", [#""model":"a","train_step":5"#, #""model":"b","train_step":6"#],
            "2 alone: no other state agrees"
        ),
        ("rlhf_step", [#""model":"a","rlhf_step":7"#], "1 alone"),
        ("rlhf_step", [#""model":"a","train_step":7"#], "1 before any RLHF"),
    ]

    @Test("is said to be, with why, where a question has no rows", arguments: cases)
    func empty(axis: String, runs: [String], says: String) throws {
        try command.write(runs.map(Self.line).joined(), to: "in.ndjson")
        _ = try command.run("ingest", "in.ndjson", "--db", "a.db")
        for query in [
            "trend", "trend_points", "reversals", "shapes", "forecast", "behavior_trend", "by_subset",
        ] {
            for form in ["table", "json"] {
                let answer = try command.run(
                    "query", query, "-p", "axis=\(axis)", "--db", "a.db", "--format", form)
                #expect(answer.status == 0)
                #expect(
                    answer.errors.contains("on no line along \(axis): \(runs.count) run"), "\(answer.errors)")
                #expect(answer.errors.contains(says), "\(answer.errors)")
            }
        }
    }

    @Test("is counted where others are on one")
    func beside() throws {
        let runs = [
            #""model":"a","train_step":5"#, #""model":"a","train_step":10"#, #""model":"a","train_step":0"#,
            #""model":"b""#,
        ]
        try command.write(runs.map(Self.line).joined(), to: "in.ndjson")
        _ = try command.run("ingest", "in.ndjson", "--db", "a.db")
        for given in [[], ["-p", "task=t"], ["-p", "task=t%"]] {
            let answer = try command.run(["query", "trend", "-p", "axis=train_step", "--db", "a.db"] + given)
            #expect(answer.errors.contains("2 runs: 1 at step 0"), "\(answer.errors)")
            #expect(answer.errors.contains("1 whose train_step is not known"), "\(answer.errors)")
        }
    }
}
