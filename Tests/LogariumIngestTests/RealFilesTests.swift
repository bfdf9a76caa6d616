import Foundation
import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// One row of `reconcile`.
private struct Verdict {
    let metric: String
    let verdict: String
    let isGroup: Bool
    let reason: String?

    static func all(_ database: String) throws -> [Verdict] {
        let statement = try ReadConnection(path: database).prepare(QueryCatalog.query("reconcile"))
        let columns = try ["metric", "verdict", "is_group", "reason"].map { name in
            try #require(statement.columnNames.firstIndex(of: name))
        }
        var verdicts: [Verdict] = []
        try statement.forEachRow { row in
            verdicts.append(
                Verdict(
                    metric: row[columns[0]].text ?? "", verdict: row[columns[1]].text ?? "",
                    isGroup: row[columns[2]] == .integer(1), reason: row[columns[3]].text))
        }
        return verdicts
    }
}

@Suite("What lm-evaluation-harness reported is what its log-probs give")
struct ReconcileTests {
    @Test("in the example's plain run")
    func oneRun() throws {
        let fixture = try IngestFixture()
        let summary = try fixture.ingest([IngestFixture.lab.appending(path: "one_run").path])
        #expect(!summary.hasFindings)
        let verdicts = try Verdict.all(fixture.database)
        #expect(verdicts.count == 23)
        #expect(verdicts.allSatisfy { $0.verdict == "equal" })
        #expect(
            try fixture.scalar("SELECT SUM(n_differs + n_inferred_gold + n_not_computable) FROM score_check")
                == 0)
    }

    @Test(
        "in every real directory of six versions: zero unexplained differences",
        .enabled(if: IngestFixture.hasShared, "../shared is not here: the real files are tested where it is"))
    func realFiles() throws {
        let fixture = try IngestFixture()
        let files = IngestFixture.shared.appending(path: "formats/real/lm_eval").path
        let published = IngestFixture.shared.appending(path: "data/truthfulqa_multi").path
        let summary = try fixture.ingest([files, published])
        #expect(!summary.hasFindings, "\(summary.refused)")
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 71)
        #expect(try fixture.scalar("SELECT SUM(n_differs) FROM score_check") == 0)
        let verdicts = try Verdict.all(fixture.database)
        let counts = Dictionary(grouping: verdicts, by: \.verdict).mapValues(\.count)
        // What is not equal says why: task rules of their own, golds that came from the score, no mean.
        #expect(counts == ["equal": 131, "from_scores": 26, "gold_inferred": 3, "not_recomputable": 3])
        #expect(verdicts.allSatisfy { $0.verdict == "equal" || $0.reason != nil })
        let recomputable = ["acc_norm", "acc_bytes", "brier_score", "acc_mutual_info"]
        for verdict in verdicts where recomputable.contains(verdict.metric) {
            #expect(verdict.verdict == "equal")
        }
        let again = try fixture.ingest([files, published])
        let new = again.files.filter { !$0.isIdentical }
        #expect(new.isEmpty)
    }
}

@Suite("Files that lm-evaluation-harness wrote")
struct HarnessFilesTests {
    @Test(
        "give what they report, or say why not",
        arguments: [
            ("v0.4.0", ["equal": 7]), ("v0.4.2", ["equal": 13, "from_scores": 2]),
            ("v0.4.3", ["equal": 13, "from_scores": 2]), ("v0.5.0.dev1", ["equal": 11, "from_scores": 2]),
            ("v0.4.13/dummy", ["equal": 14, "from_scores": 3, "gold_inferred": 1]),
            ("v0.4.13/neginf", ["equal": 9]), ("v0.4.13/nan", ["equal": 9]), ("v0.4.13/limit", ["equal": 2]),
            ("v0.4.13/rlhf_json", ["equal": 8]),
        ])
    func reconcile(_ directory: String, _ expected: [String: Int]) throws {
        let fixture = try IngestFixture()
        let summary = try fixture.ingest([IngestFixture.harnessFiles.appending(path: directory).path])
        #expect(!summary.hasFindings, "\(summary.refused)")
        let verdicts = try Verdict.all(fixture.database)
        #expect(Dictionary(grouping: verdicts, by: \.verdict).mapValues(\.count) == expected)
        #expect(verdicts.allSatisfy { $0.verdict == "equal" || $0.reason != nil })
        #expect(try fixture.scalar("SELECT SUM(n_differs) FROM score_check") == 0)
    }
}

@Suite("Results and samples that come apart")
struct PartialTests {
    private static let run = IngestFixture.lab.appending(path: "one_run/models__tiny-2m__step2000-rlhf400")
    private static let stamp = "2026-11-21T10-16-46.081517"
    let fixture: IngestFixture
    let directory: URL

    init() throws {
        fixture = try IngestFixture()
        directory = fixture.directory.appending(path: "models__tiny-2m__step2000-rlhf400")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func copy(_ names: [String]) throws {
        for name in names {
            try FileManager.default.copyItem(
                at: Self.run.appending(path: name), to: directory.appending(path: name))
        }
    }

    private var results: String { "results_\(Self.stamp).json" }
    private func samples(_ task: String) -> String { "samples_\(task)_\(Self.stamp).jsonl" }

    @Test("samples first: known by directory and timestamp, and completed when the results come alone")
    func samplesFirst() throws {
        try copy([samples("facts"), samples("heldout_text")])
        try fixture.ingest([directory.path])
        #expect(try fixture.list("SELECT DISTINCT partial FROM run") == ["no_results"])
        #expect(
            try fixture.list("SELECT ref FROM checkpoint_ref") == [
                "models__tiny-2m__step2000-rlhf400@\(Self.stamp)"
            ])
        try copy([results])
        try fixture.ingest([directory.appending(path: results).path])
        #expect(try fixture.list("SELECT ref FROM checkpoint_ref") == ["models/tiny-2m/step2000-rlhf400"])
        let complete: [String] = try fixture.list(
            "SELECT task.name FROM run INNER JOIN task USING (task_id) WHERE partial IS NULL ORDER BY 1")
        #expect(complete == ["facts", "heldout_text"])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE partial = 'no_samples'") == 19)
        #expect(
            try fixture.scalar(
                "SELECT COUNT(*) FROM reported_metric INNER JOIN run USING (run_id) WHERE partial IS NULL")
                == 4)
    }

    @Test("samples first, then both: the run is read again with what the results say")
    func samplesThenBoth() throws {
        try copy([samples("facts")])
        try fixture.ingest([directory.path])
        try copy([results])
        let summary = try fixture.ingest([directory.path])
        #expect(!summary.hasFindings)
        #expect(
            try fixture.scalar(
                "SELECT COUNT(*) FROM run INNER JOIN task USING (task_id) WHERE task.name = 'facts'") == 1)
        #expect(
            try fixture.scalar(
                "SELECT partial IS NULL FROM run INNER JOIN task USING (task_id) WHERE task.name = 'facts'")
                == 1)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM checkpoint_ref") == 1)
    }

    @Test("results first: a run without samples, that the samples then fill")
    func resultsFirst() throws {
        try copy([results])
        try fixture.ingest([directory.path])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE partial = 'no_samples'") == 21)
        try copy([samples("facts")])
        try fixture.ingest([directory.path])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE partial = 'no_samples'") == 20)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE partial IS NULL AND n_ok = 80") == 1)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 21)
    }

    @Test("in either order the warehouse holds the same")
    func orderDoesNotMatter() throws {
        try copy([results, samples("facts"), samples("copy_list")])
        try fixture.ingest([directory.path])
        let other = try IngestFixture()
        try other.ingest([directory.appending(path: samples("copy_list")).path])
        try other.ingest([directory.appending(path: results).path])
        try other.ingest([
            directory.appending(path: samples("facts")).path, directory.appending(path: results).path,
        ])
        let sql = """
            SELECT task.name || run.ref || run.run_key || COALESCE(run.partial, '') || protocol.comparability_key
                || run.n_ok || run.is_primary || COUNT(reported_metric.run_id)
            FROM run INNER JOIN task USING (task_id) INNER JOIN protocol USING (protocol_id)
            LEFT JOIN reported_metric ON reported_metric.run_id = run.run_id GROUP BY run.run_id ORDER BY 1
            """
        let one: [String] = try fixture.list(sql)
        let two: [String] = try other.list(sql)
        #expect(one == two)
    }
}
