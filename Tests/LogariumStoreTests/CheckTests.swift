import LogariumCore
import Testing

@testable import LogariumStore

@Suite("Check")
struct CheckTests {
    @Test("finds nothing where nothing is wrong")
    func clean() throws {
        #expect(try CheckFixture().findings() == [])
    }

    @Test("finds each planted fault exactly once, and nothing else")
    func planted() throws {
        let planted = try PlantedFaults()
        var options = CheckOptions()
        options.modelRules = planted.rules
        let findings = try planted.fixture.findings(options)
        let found = Dictionary(findings.map { ($0.title, $0.names.sorted()) }, uniquingKeysWith: +)
        #expect(found == planted.expected.mapValues { $0.sorted() })
        #expect(findings.count == found.count)
        #expect(Set(findings.map(\.kind)) == Set(CheckKind.all.map(\.name)))
        #expect(findings.map(\.severity.rank) == findings.map(\.severity.rank).sorted())
    }

    @Test("has a file for every kind that is a query, and a kind for every file")
    func registry() {
        let queries = CheckKind.all.filter { if case .query = $0.search { true } else { false } }.map(\.name)
        #expect(queries.sorted() == QueryCatalog.checkNames)
        #expect(Set(CheckKind.all.map(\.name)).count == CheckKind.all.count)
        #expect(CheckKind.all.allSatisfy { $0.command.hasPrefix("logarium ") && $0.remedy.hasSuffix(".") })
    }

    @Test("searches with queries of one shape", arguments: QueryCatalog.checkNames)
    func shape(_ name: String) throws {
        #expect(try QueryCatalog.check(name).columns.map(\.name) == CheckRow.columns)
    }

    @Test("makes one finding of a fault that many runs share, and says how many")
    func many() throws {
        let fixture = try CheckFixture()
        for task in 0..<12 {
            try fixture.addBoth("tied \(task)", count: 40) { _, sample in
                sample.response = ResponseRecord(logprobs: LogProbArray([-1, -1]))
            }
        }
        let findings = try fixture.findings()
        #expect(findings.count == 1 && findings[0].affected.count == 12)
        #expect(findings.rows.rows.count == 12)
    }

    @Test("lets exactly 1 % of ties and 95 % of common examples pass", arguments: [(1, 95, 0), (2, 94, 2)])
    func limits(_ ties: Int, _ common: Int, _ expected: Int) throws {
        let fixture = try CheckFixture()
        try fixture.addBoth("tied") { item, sample in
            if item < ties { sample.response = ResponseRecord(logprobs: LogProbArray([-1, -1])) }
        }
        try fixture.add(
            CheckFixture.statement("part", .small), CheckFixture.samples("part", 0..<100, salt: 1))
        try fixture.add(
            CheckFixture.statement("part", .large), CheckFixture.samples("part", 0..<common, salt: 2))
        let findings = try fixture.findings().filter { ["ties", "common_share"].contains($0.kind) }
        #expect(findings.count == expected)
    }

    @Test(
        "is about one task, behavior or kind where asked, and a checkpoint's faults where it has such a run")
    func scope() throws {
        let fixture = try CheckFixture()
        try fixture.addBoth("tied", count: 40) { _, sample in
            sample.response = ResponseRecord(logprobs: LogProbArray([-1, -1]))
        }
        var unknown = CheckpointIdentity()
        unknown.model = "unknown"
        try fixture.addReference("unknown", unknown, salt: 5)
        func kinds(_ change: (inout CheckOptions) -> Void) throws -> Set<String> {
            var options = CheckOptions()
            change(&options)
            return Set(try fixture.findings(options).map(\.kind))
        }
        #expect(try kinds { _ in } == ["ties", "unknown_identity"])
        #expect(try kinds { $0.task = "tied" } == ["ties"])
        #expect(try kinds { $0.task = "cle%" } == ["unknown_identity"])
        #expect(throws: ReadError.self) { try kinds { $0.behavior = "none such" } }
        #expect(try kinds { $0.kinds = ["unknown_identity"] } == ["unknown_identity"])
        #expect(throws: ReadError.noSuchKind(name: "tie", known: CheckKind.all.map(\.name), closest: "ties"))
        {
            try kinds { $0.kinds = ["tie"] }
        }
    }

    @Test("names the checkpoint, and fills in a command that a shell takes as it is meant")
    func command() throws {
        let fixture = try CheckFixture()
        try fixture.addBoth("it's tied", count: 40) { _, sample in
            sample.response = ResponseRecord(logprobs: LogProbArray([-1, -1]))
        }
        let affected = try #require(fixture.findings().first?.affected.first)
        #expect(
            affected.model == "large" && affected.trainStep == 10 && affected.n == 40 && affected.nOf == 40)
        let run = try #require(affected.runID)
        #expect(affected.command == #"logarium query examples -p task='it'\''s tied' -p run_id=\#(run)"#)
    }

    @Test(
        "says in what the ways of putting a task differ",
        arguments: [
            (#"{"num_fewshot":5}"#, "shots"),
            (#"{"doc_to_text":"{{q}}","num_fewshot":0}"#, "prompt"),
            (#"{"doc_to_choice":"x","num_fewshot":0}"#, "prompt"),
            (#"{"doc_to_target":"x","num_fewshot":0}"#, "prompt"),
            (#"{"chat_template_sha":"x","num_fewshot":0}"#, "chat template"),
            (#"{"num_fewshot":0,"target_delimiter":"x"}"#, "choices, prompt"),
            (#"{"num_fewshot":0,"split":"validation"}"#, "prompt, split"),
            (#"{"doc_to_choice":"x","num_fewshot":5}"#, "shots"),
            (#"{"num_fewshot":0}"#, "prompt"),
        ])
    func differences(_ declared: String, _ subjects: String) throws {
        let fixture = try CheckFixture()
        try fixture.addBoth("t", count: 40)
        // Prompts that differ make it another protocol, whatever is declared.
        let samples = (0..<40).map { CheckFixture.sample("t", $0, salt: 3, prompt: "Otherwise: \($0)") }
        let statement = CheckFixture.statement("t", .large, declared: declared)
        try fixture.add(statement, samples, file: "other.jsonl")
        let finding = try #require(fixture.findings().first { $0.kind == "mixed_protocols" })
        #expect(finding.fault == "one task put in several ways that differ in \(subjects)")
        #expect(finding.affected.first?.detail?.hasSuffix("checkpoints with both: 1") == true)
    }

    @Test("believes the texts of shared items before what was declared of them")
    func contents() throws {
        let fixture = try CheckFixture()
        try fixture.addBoth("t", count: 40)
        let samples = (0..<38).map { item in
            var sample = CheckFixture.sample("t", item, salt: 3, prompt: "Otherwise: \(item)")
            sample.detail?.matching = [1 - item % 2]
            sample.detail?.choices = ["one \(item)", "other \(item)"]
            return sample
        }
        let declared = #"{"doc_to_choice":"spelt otherwise","num_fewshot":0}"#
        try fixture.add(CheckFixture.statement("t", .large, declared: declared), samples, file: "other.jsonl")
        let finding = try #require(fixture.findings().first { $0.kind == "mixed_protocols" })
        #expect(finding.fault == "one task put in several ways that differ in choices, items, prompt, target")
    }

    @Test(
        "counts the common examples of a line as trend does, and names the lines that trend refuses for them")
    func agreesWithTrend() throws {
        let fixture = try PlantedFaults().fixture
        let connection = try ReadConnection(path: fixture.path)
        let wanted = ["task", "n_common", "n_union", "common_share", "reason"]
        let trend = try connection.prepare(QueryCatalog.query("trend"), given: ["metric": "p_match"])
        var expected: [String: [Int64?]] = [:]
        try SelectedColumns(trend, columns: wanted).forEachRow { row in
            guard let share = row[3].double, share < 0.95 else { return }
            #expect((row[4].text == "common_share") == (share < 0.5))
            expected[row[0].text ?? ""] = [row[1].integer, row[2].integer, share < 0.5 ? 1 : 0]
        }
        var found: [String: [Int64?]] = [:]
        for finding in try fixture.findings() where finding.kind == "common_share" {
            for line in finding.affected {
                found[line.task ?? ""] = [line.n, line.nOf, finding.fault.contains("refuses") ? 1 : 0]
            }
        }
        #expect(found == expected)
        #expect(expected.count == 2)
    }

    @Test("cannot tell an unknown RLHF step from none, but another seed")
    func twins() throws {
        let fixture = try CheckFixture()
        var states = (0..<3).map { _ in CheckFixture.identity(model: "twin", nParams: 4000) }
        states[1].rlhfStep = nil
        states[2].seed = 1
        for (salt, state) in states.enumerated() {
            try fixture.addReference("twin \(salt)", state, salt: 5 + salt)
        }
        let findings = try fixture.findings()
        #expect(findings.map(\.kind) == ["indistinguishable_states"])
        #expect(findings.first?.affected.map(\.ref) == ["twin 0", "twin 1"])
        #expect(findings.first?.affected.last?.detail == "twin train_step 10 rlhf_step unknown seed 0")
    }

    @Test("asks reconcile only where the stored columns do not confirm a figure")
    func confirmed() throws {
        let fixture = try CheckFixture()
        try fixture.addBoth("scored", count: 40) { _, sample in
            sample.checks = [ScoreCheck(metric: "acc", verdict: .equal)]
        }
        let credit: Double? = try fixture.warehouse.scalar(
            "SELECT AVG(credit) FROM response INNER JOIN run USING (run_id) INNER JOIN task USING (task_id) "
                + "WHERE ref = 'large' AND task.name = 'scored'")
        let value = try #require(credit)
        try fixture.report(
            [ReportedMetric(name: "scored", metric: "acc", filter: "none", value: value)], of: .large,
            file: "r.json")
        try fixture.warehouse.write {
            try $0.execute(
                sql:
                    "UPDATE reported_metric SET run_id = (SELECT run_id FROM run INNER JOIN task USING (task_id) "
                    + "WHERE ref = 'large' AND task.name = 'scored')")
        }
        func unconfirmed() throws -> Int {
            var count = 0
            try ReadConnection(path: fixture.path).prepare(QueryCatalog.internal("unconfirmed_metrics"))
                .forEachRow { _ in count += 1 }
            return count
        }
        #expect(try unconfirmed() == 0)
        #expect(try fixture.findings() == [])
        try fixture.warehouse.write { try $0.execute(sql: "UPDATE reported_metric SET value = value + 1e-6") }
        #expect(try unconfirmed() == 1)
        #expect(try fixture.findings().map(\.kind) == ["reported_differs"])
    }
}
