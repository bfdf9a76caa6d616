import Foundation
import LogariumCore
import LogariumIngest
import LogariumReaders
import Testing

/// Files of lm-evaluation-harness in the states in which people have them.
@Suite(
    "lm-evaluation-harness's files as people bring them",
    .enabled(if: IngestFixture.hasShared, "../shared is not here: its cases are tested where it is"))
struct LMEvalCaseTests {
    let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    private func path(_ name: String) -> String { IngestFixture.shared.appending(path: "cases/\(name)").path }

    @Test("a file that was appended to itself with other answers is refused with its line")
    func appendedTwice() throws {
        let summary = try fixture.ingest([path("ingest/10_appended_twice")])
        #expect(summary.refused.map(\.line) == [11])
        #expect(summary.hasFindings)
    }

    @Test("a quantised model is a variant of its own, and no conflict")
    func quantised() throws {
        let summary = try fixture.ingest([path("ingest/11_quantised")])
        #expect(summary.conflicts.isEmpty)
        let variants: [String] = try fixture.list("SELECT variant FROM checkpoint ORDER BY variant")
        #expect(variants == ["", "load_in_4bit"])
    }

    @Test("a hub's cache is read by the names of its links, each content once")
    func hubCache() throws {
        let cache = try hubCache(copying: path("ingest/12_hf_cache"))
        let summary = try fixture.ingest([cache])
        #expect(summary.refused.isEmpty)
        let runs: [String] = try fixture.list(
            "SELECT task.name || ' ' || n_examples FROM run INNER JOIN task USING (task_id)")
        #expect(runs == ["ta 8"])
    }

    @Test("a blob that no snapshot names is counted, not read")
    func namelessBlobs() throws {
        let cache = try hubCache(copying: path("ingest/12_hf_cache"))
        try fixture.write("{}", to: "cache/blobs/0123")
        let summary = try fixture.ingest([cache])
        #expect(summary.passedOver == ["blobs that no snapshot names": 1])
    }

    /// The case has its links as files that hold where they lead: not every file system keeps links.
    private func hubCache(copying case: String) throws -> String {
        let files = FileManager.default
        let cache = fixture.directory.appending(path: "cache").path
        for name in try files.contentsOfDirectory(atPath: "\(`case`)/blobs") {
            try fixture.write(
                String(contentsOfFile: "\(`case`)/blobs/\(name)", encoding: .utf8), to: "cache/blobs/\(name)")
        }
        let snapshot = "snapshots/abc/org__m"
        try files.createDirectory(atPath: "\(cache)/\(snapshot)", withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: "\(`case`)/\(snapshot)") {
            let link = "\(`case`)/\(snapshot)/\(name)"
            let target =
                try (try? files.destinationOfSymbolicLink(atPath: link))
                ?? String(contentsOfFile: link, encoding: .utf8)
            try files.createSymbolicLink(atPath: "\(cache)/\(snapshot)/\(name)", withDestinationPath: target)
        }
        return cache
    }

    @Test("an identical rerun's results are held against the samples that it repeats")
    func identicalRerun() throws {
        let summary = try fixture.ingest([path("reported/identical_rerun")])
        #expect(summary.files.flatMap { $0.outcome?.runs ?? [] }.map(\.kind) == [.new, .identical])
        let loose: Int? = try fixture.scalar("SELECT COUNT(*) FROM reported_metric WHERE run_id IS NULL")
        #expect(loose == 0)
        let files: [String] = try fixture.list("SELECT role FROM source_file ORDER BY role")
        #expect(files == ["results", "results", "samples"])
        let again = try fixture.ingest([path("reported/identical_rerun")])
        #expect(again.files.filter { !$0.isIdentical }.isEmpty)
    }

    @Test("samples that end in .json pair with their results")
    func jsonSuffix() throws {
        try fixture.ingest([path("reported/samples_json_suffix")])
        let runs: [String] = try fixture.list(
            "SELECT run.ref || ' ' || COALESCE(partial, 'whole') || ' ' || (results_file_id IS NOT NULL) FROM run"
        )
        #expect(runs.count == 1)
        #expect(
            runs.allSatisfy { $0.hasPrefix("meta-llama/Meta-Llama-3-8B") && $0.hasSuffix(" 1") }, "\(runs)")
    }

    @Test("an empty file is said to be empty and keeps nobody out", arguments: [true, false])
    func emptyFile(isNamed: Bool) throws {
        // The case's own "good" file says two examples twice with other values, and is refused for that.
        let good = """
            {"model":"m","task":"t","example":"q","prompt":"p","choices":["a","b"],"matching":[0],"logprobs":[-1,-3]}

            """
        let paths = [try fixture.write("", to: "in/e.ndjson"), try fixture.write(good, to: "in/good.ndjson")]
        let folder = fixture.directory.appending(path: "in").path
        let summary = try fixture.ingest(isNamed ? paths : [folder])
        #expect(summary.refused.map(\.reason) == ["is empty"])
        let count: Int? = try fixture.scalar("SELECT COUNT(*) FROM run")
        #expect(count == 1)
    }

    @Test(
        "a format that is known and not read is named, and keeps nobody out",
        arguments: [
            ("lm_eval_03_results", "a results file of lm-evaluation-harness 0.3"),
            ("old03", "a results file of lm-evaluation-harness 0.3"),
            ("lm_eval_03_write_out", "a --write_out file of lm-evaluation-harness 0.3"),
            ("early_04_arguments", "a samples file of a development version"),
        ])
    func knownFormats(name: String, format: String) throws {
        let summary = try fixture.ingest([path("reported/\(name)"), path("ingest/05_zz_good.ndjson")])
        #expect(summary.refused.count == 1)
        #expect(summary.refused.first?.reason.contains(format) == true, "\(summary.refused)")
        let count: Int? = try fixture.scalar("SELECT COUNT(*) FROM run")
        #expect(count == 1)
    }

    @Test("scores are counted where there are no responses")
    func scoresAlone() throws {
        let summary = try fixture.ingest([path("reported/inf_reported")])
        #expect(summary.nRuns == 1)
        #expect(summary.nResponses == 0)
        #expect(summary.nScores == 2)
        #expect(summary.nScoredExamples == 2)
    }
}
