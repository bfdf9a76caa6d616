import Foundation
import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

@Suite("A table of aggregates")
struct AggregateTests {
    let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    private static let table = """
        ModelName\tModelRevision\tTask\tAccuracy\tAccuracy_SE\tNote
        org/tiny-10m\tstep1000\tarithmetic\t0.25\t0.01\tx
        org/tiny-10m\tstep2000\tarithmetic\t0.5\t\tx
        org/tiny-40m\tstep1000\tarithmetic\tNaN\t0.02\tx

        """

    private var options: IngestOptions {
        var options = IngestOptions()
        options.readsAggregates = true
        options.metric = "acc"
        options.columns = [
            "model": "ModelName", "revision": "ModelRevision", "task": "Task", "value": "Accuracy",
            "stderr": "Accuracy_SE",
        ]
        return options
    }

    private func ingest(_ text: String, as name: String, _ options: IngestOptions? = nil) throws
        -> IngestSummary
    {
        try fixture.ingest([try fixture.write(text, to: name)], options ?? self.options)
    }

    /// One line of text a row, cells parted by |.
    private func rows(_ columns: String, _ rest: String) throws -> [String] {
        let cells = columns.split(separator: ",").map { "COALESCE(\($0), 'NULL')" }.joined(
            separator: " || '|' || ")
        return try fixture.list("SELECT \(cells) FROM \(rest)")
    }

    @Test("keeps every value, its stderr and its checkpoint, and marks the runs as without samples")
    func ingests() throws {
        let summary = try ingest(Self.table, as: "t.tsv")
        #expect(summary.nReported == 3 && !summary.hasFindings)
        #expect(
            try rows(
                "model.name, train_step, value, stderr, value_text, partial",
                """
                reported_metric INNER JOIN run USING (run_id)
                INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
                INNER JOIN model USING (model_id) ORDER BY 1
                """) == [
                    "org/tiny-10m|1000|0.25|0.01|NULL|no_samples",
                    "org/tiny-10m|2000|0.5|NULL|NULL|no_samples",
                    "org/tiny-40m|1000|NULL|0.02|NaN|no_samples",
                ])
    }

    @Test("again is identical; another value is a conflict, and replaces when asked")
    func conflicts() throws {
        _ = try ingest(Self.table, as: "t.tsv")
        #expect(try ingest(Self.table, as: "again.tsv").files.allSatisfy(\.isIdentical))
        let other = Self.table.replacingOccurrences(of: "0.25", with: "0.75")
        let conflict = try #require(try ingest(other, as: "other.tsv").conflicts.first)
        #expect(conflict.run.maxDifference == 0.5)
        #expect(try rows("MIN(value), COUNT(*)", "reported_metric") == ["0.25|3"])
        var replacing = options
        replacing.onConflict = .replace
        #expect(try ingest(other, as: "other.tsv", replacing).nReported == 1)
        #expect(try rows("MAX(value), COUNT(*)", "reported_metric") == ["0.75|3"])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 3)
    }

    @Test(
        "is refused whole at a fault, with its line",
        arguments: [
            ("org/tiny-10m\tstep1000\tarithmetic\t0.25\t0.01\tx", "stands twice", 5),
            ("org/tiny-10m\tstep4000\tarithmetic\tmuch\t0.01\tx", "\"value\" is \"much\", not a number", 5),
            ("org/tiny-10m\tstep4000\tarithmetic\t\t0.01\tx", "\"value\" is empty", 5),
            ("org/tiny-10m\tstep4000\tarithmetic", "has 3 fields, the header has 6", 5),
        ])
    func refuses(line: String, reason: String, number: Int) throws {
        let summary = try ingest(Self.table + line + "\n", as: "t.tsv")
        let error = try #require(summary.refused.first)
        #expect(error.reason.contains(reason) && error.line == number)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM reported_metric") == 0)
    }

    @Test("must say what it measures, and have the columns that --map names")
    func wantsColumns() throws {
        var options = options
        options.metric = nil
        #expect(
            try ingest(Self.table, as: "t.tsv", options).refused.first?.remedy.contains("--metric") == true)
        options.columns["n"] = "Items"
        let error = try ingest(Self.table, as: "t.tsv", options).refused.first
        #expect(error?.reason.contains("no column \"Items\"") == true)
        options.columns["size"] = "Items"
        #expect(throws: SourceError.self) { try ingest(Self.table, as: "t.tsv", options) }
    }

    @Test(
        "of a public suite is taken whole",
        .enabled(
            if: IngestFixture.hasShared, "../shared is not here: the published table is tested where it is"))
    func published() throws {
        let path = IngestFixture.shared.appending(path: "data/emergent_inabilities/all_results.tsv").path
        #expect(try fixture.ingest([path], options).nReported == 768)
        #expect(
            try rows(
                "COUNT(DISTINCT model_id), COUNT(DISTINCT train_step), COUNT(DISTINCT task_id), COUNT(*)",
                "run INNER JOIN checkpoint USING (checkpoint_id)") == ["8|8|12|768"])
    }
}
