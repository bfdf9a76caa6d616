import GRDB
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The query reconcile")
struct ReconcileQueryTests {
    private let fixture: ViewFixture
    private let run: Int

    init() throws {
        fixture = try ViewFixture()
        run = try fixture.addRun(primary: true)
        try execute(
            """
            INSERT INTO source_file (source_file_id, path, name, sha256, bytes, role, format, reader_version, ingested_at)
            VALUES (1, 'results.json', 'results.json', '\(String(repeating: "a", count: 64))', 1, 'results', 'test', 1, '')
            """)
    }

    private func execute(_ sql: String) throws { try fixture.warehouse.write { try $0.execute(sql: sql) } }

    private func report(
        _ metric: String, _ value: String, name: String = "t", run: Int? = 1, members: String? = nil
    ) throws {
        let number = Double(value).flatMap { $0.isFinite ? $0 : nil }
        try fixture.warehouse.write { db in
            try db.execute(
                sql:
                    "UPDATE run SET n_examples = (SELECT COUNT(*) FROM response r WHERE r.run_id = run.run_id)"
            )
            try db.execute(
                sql: """
                    INSERT INTO reported_metric (
                        source_file_id, ref, checkpoint_id, run_id, name, is_group, members, metric, filter_name, value, value_text
                    ) VALUES (1, 'm@step10', 1, ?, ?, ?, ?, ?, 'none', ?, ?)
                    """,
                arguments: [
                    run, name, members == nil ? 0 : 1, members, metric, number, number == nil ? value : nil,
                ])
        }
    }

    /// Verdict and recomputed value of each reported metric, by name and metric.
    private func verdicts() throws -> [String: (verdict: String, value: Double?, reason: String?)] {
        let statement = try ReadConnection(path: fixture.path).prepare(QueryCatalog.query("reconcile"))
        var verdicts: [String: (verdict: String, value: Double?, reason: String?)] = [:]
        try statement.forEachRow { row in
            let cells = Dictionary(uniqueKeysWithValues: zip(statement.columnNames, row))
            let key = "\(cells["name"]?.text ?? "") \(cells["metric"]?.text ?? "")"
            verdicts[key] = (
                cells["verdict"]?.text ?? "", cells["recomputed"]?.double, cells["reason"]?.text
            )
        }
        return verdicts
    }

    @Test("gives a tie to its first choice, and to the first NaN what holds one")
    func firstOfATie() throws {
        try fixture.add([-1, -1], matching: [0], to: run)
        try fixture.add([-1, -1], matching: [1], to: run)
        try fixture.add([-1, .nan], matching: [1], to: run)
        try fixture.add([-1, -2], matching: [1], to: run)
        try report("acc", "0.5")
        #expect(try verdicts()["t acc"]?.verdict == "equal")
    }

    @Test("normalises by characters and bytes, and takes any of several golds")
    func normalised() throws {
        let lengths = ViewFixture.Lengths(chars: [10, 12], bytes: [14, 12])
        try fixture.add([-10, -10.5], matching: [0], to: run, lengths: lengths)
        try fixture.add(
            [-1, -2, -0.5], matching: [0, 2], to: run, lengths: .init(chars: [1, 1, 1], bytes: [1, 1, 1]))
        try report("acc", "1")
        try report("acc_norm", "0.5")
        try report("acc_bytes", "1")
        let verdicts = try verdicts()
        #expect(verdicts.values.allSatisfy { $0.verdict == "equal" })
    }

    @Test("says what differs, first")
    func differs() throws {
        try fixture.add([-1, -2], matching: [0], to: run)
        try report("acc", "0.25")
        let verdict = try #require(try verdicts()["t acc"])
        #expect(verdict.verdict == "differs" && verdict.value == 1)
    }

    @Test("sums squared errors over the choices for brier_score")
    func brier() throws {
        try fixture.add([-1.2, -2.3], matching: [0], to: run)
        try report("brier_score", "0.12474002971487476")
        #expect(try verdicts()["t brier_score"]?.verdict == "equal")
    }

    @Test("does not count a gold that came from the score")
    func inferredGold() throws {
        try fixture.add([-1, -2], matching: [0], to: run)
        try execute("UPDATE example SET matching_source = 'score'")
        try report("acc", "1")
        #expect(try verdicts()["t acc"]?.verdict == "gold_inferred")
    }

    @Test("tells a task's own scores from recomputed ones")
    func fromScores() throws {
        let example = try fixture.add([-1, -2], matching: [0], to: run)
        try execute(
            "INSERT INTO score (run_id, example_id, metric, value) VALUES (1, \(example), 'acc', 0.731)")
        try report("acc", "0.731")
        #expect(try verdicts()["t acc"]?.verdict == "from_scores")
    }

    @Test("says why something cannot be recomputed")
    func notRecomputable() throws {
        try fixture.add([-1, -2], matching: [0], to: run)
        try report("acc_norm", "1")
        try report("f1", "1")
        try report("made_up", "1")
        try report("acc", "1", name: "elsewhere", run: nil)
        let verdicts = try verdicts()
        #expect(verdicts["t acc_norm"]?.reason == "responses without what the rule needs: 1")
        #expect(verdicts["t f1"]?.verdict == "not_recomputable")
        #expect(verdicts["t made_up"]?.reason == "no rule of the harness is known for this metric")
        #expect(verdicts["elsewhere acc"]?.verdict == "no_samples")
    }

    @Test("weights words and bytes over the whole corpus, NaN included")
    func weighted() throws {
        let examples = try (0..<2).map { _ in try fixture.add([-10], matching: [0], to: run) }
        for (example, weight) in zip(examples, [4, 6]) {
            try execute(
                "INSERT INTO score (run_id, example_id, metric, value, weight) VALUES (1, \(example), 'word_perplexity', -10, \(weight))"
            )
            try execute(
                "INSERT INTO score (run_id, example_id, metric, weight, status) VALUES (1, \(example), 'byte_perplexity', \(weight), 'nan')"
            )
        }
        try report("word_perplexity", "7.38905609893065")
        try report("byte_perplexity", "nan")
        let verdicts = try verdicts()
        #expect(verdicts["t word_perplexity"]?.verdict == "equal")
        #expect(verdicts["t byte_perplexity"]?.verdict == "equal")
    }

    @Test("weights the tasks of a group by size, those of its subgroups included")
    func groups() throws {
        for _ in 0..<3 { try fixture.add([-1, -2], matching: [0], to: run) }
        let second = try fixture.addRun()
        try fixture.add([-1, -2], matching: [1], to: second)
        try report("acc", "1", name: "a")
        try report("acc", "0", name: "b", run: second)
        try report("acc", "0", name: "inner", run: nil, members: "[\"b\"]")
        try report("acc", "0.75", name: "outer", run: nil, members: "[\"a\", \"inner\"]")
        let verdicts = try verdicts()
        #expect(verdicts["inner acc"]?.verdict == "equal")
        #expect(verdicts["outer acc"]?.verdict == "equal")
    }
}
