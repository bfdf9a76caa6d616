import LogariumCore
import Testing

@testable import LogariumStore

/// Packed columns are right or not there, whoever changes the warehouse in whatever way.
@Suite("Packed columns")
struct ColumnInvalidationTests {
    private let fixture: StoreFixture
    private let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
        for task in ["t", "u"] {
            for step in 1...4 { try Self.ingest(step: step, task: task, into: warehouse) }
        }
        _ = try warehouse.apply([
            try ModelRule(line: 2, cells: ["match": "*", "n_params": "1000", "series": "s"])
        ])
        _ = try warehouse.apply([
            try TaskRule(line: 2, cells: ["match": "*", "behavior": "b", "more_is": "better"])
        ])
    }

    /// Nine questions with two choices; question 4 ties, 5 cannot be answered, 6 is infinitely sure from step 4.
    private static func samples(_ step: Int, shift: Double = 0, questions: Range<Int> = 0..<9) -> [Sample] {
        questions.map { question in
            var logprobs: [Double?] = [Double(step * (question % 3)) - 9 + shift, -7 - Double(question) / 7]
            if question == 4 { logprobs = [-2, -2] }
            if question == 5 { logprobs = [nil, -1] }
            if question == 6, step == 4 { logprobs = [-1, -.infinity] }
            return .sample(
                "\(question)", logprobs: logprobs, prompt: "Question \(question)",
                document: "{\"group\": \"\(question / 3)\", \"gold\": \(question % 2)}")
        }
    }

    private static func ingest(
        step: Int, task: String = "t", shift: Double = 0, questions: Range<Int> = 0..<9,
        into warehouse: Warehouse, options: WriteOptions = WriteOptions()
    ) throws {
        try warehouse.ingest(
            samples(step, shift: shift, questions: questions), as: .sample(step: step, task: task),
            file: "\(task)\(step).jsonl", options: options)
    }

    /// What may become of a warehouse, and how many of its eight runs keep their columns.
    struct Change: Sendable, CustomTestStringConvertible {
        let name: String
        let kept: Int
        let make: @Sendable (Warehouse) throws -> Void
        var testDescription: String { name }

        init(_ name: String, keeps kept: Int, _ make: @escaping @Sendable (Warehouse) throws -> Void) {
            (self.name, self.kept, self.make) = (name, kept, make)
        }

        static func sql(_ name: String, keeps kept: Int, _ sql: String) -> Change {
            Change(name, keeps: kept) { warehouse in try warehouse.write { try $0.execute(sql: sql) } }
        }
    }

    private static let changes: [Change] = [
        Change("nothing", keeps: 8) { _ in },
        Change("a new run", keeps: 8) { try ingest(step: 5, into: $0) },
        Change("a new run with fewer examples", keeps: 8) { try ingest(step: 5, questions: 2..<8, into: $0) },
        Change("a run in place of another", keeps: 7) {
            var options = WriteOptions()
            options.onConflict = .replace
            try ingest(step: 2, shift: 1, into: $0, options: options)
        },
        Change("a question asked again, whose cluster two examples now share", keeps: 4) { warehouse in
            let twin = Sample.sample("3 again", logprobs: [-1, -2], prompt: "Question 3")
            try warehouse.ingest(samples(6) + [twin], as: .sample(step: 6), file: "twin.jsonl")
        },
        Change("an edited model", keeps: 8) {
            _ = try $0.apply([
                try ModelRule(line: 2, cells: ["match": "*step3", "train_step": "30", "n_params": "5000"])
            ])
        },
        Change("clusters from a field", keeps: 4) {
            _ = try $0.apply([try TaskRule(line: 2, cells: ["match": "t", "cluster": "group"])])
        },
        Change("a gold from a field", keeps: 4) {
            _ = try $0.apply([try TaskRule(line: 2, cells: ["match": "t", "matching": "gold"])])
        },
        Change("a task turned round", keeps: 8) {
            _ = try $0.apply([try TaskRule(line: 2, cells: ["match": "u", "more_is": "worse"])])
        },
        .sql("a run dropped", keeps: 7, "DELETE FROM run WHERE run_id = 3"),
        .sql(
            "a response changed by another program", keeps: 7,
            "UPDATE response SET logodds = 3 WHERE run_id = 2"),
        .sql(
            "a response moved to another run", keeps: 6,
            "DELETE FROM response WHERE run_id = 2 AND example_id = 1; "
                + "UPDATE response SET run_id = 2 WHERE run_id = 1 AND example_id = 1"),
        .sql("a response taken out", keeps: 7, "DELETE FROM response WHERE run_id = 6 AND example_id = 11"),
        .sql(
            "a response put in", keeps: 7,
            "INSERT INTO response SELECT 2, 10, status, logodds, credit, n_tied, lse_matching, lse_other, "
                + "max_matching, max_other, greedy, logprobs, unconditional, n_tokens "
                + "FROM response WHERE run_id = 6 AND example_id = 10"),
        .sql(
            "a response put over another", keeps: 7,
            "REPLACE INTO response SELECT * FROM response WHERE run_id = 2"),
        .sql(
            "clusters changed by another program", keeps: 4,
            "UPDATE example SET cluster = 'all' WHERE task_id = 1"),
        .sql("a run no longer primary", keeps: 8, "UPDATE run SET is_primary = 0 WHERE run_id = 1"),
    ]

    @Test("change no answer, after whatever has changed", arguments: changes)
    func sameAnswers(_ change: Change) throws {
        #expect(try warehouse.packColumns() == 8)
        try change.make(warehouse)
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM run_column") == change.kept)
        let partly = try answers()
        try warehouse.packColumns()
        let packed = try answers()
        #expect(
            try warehouse.scalar("SELECT COUNT(*) FROM run_column")
                == warehouse.scalar("SELECT COUNT(DISTINCT run_id) FROM response") as Int?)
        try warehouse.dropColumns()
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM run_column_lse") == 0)
        let none = try answers()
        #expect(partly == none && packed == none)
        #expect(none.values.allSatisfy { !$0.isEmpty })
    }

    @Test("would change answers if they were not taken out when their rows change")
    func triggersMatter() throws {
        try warehouse.packColumns()
        let triggers: [String] = try warehouse.list("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        #expect(triggers.count == 5)
        try warehouse.write { db in
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            try db.execute(sql: "UPDATE response SET logodds = 3 WHERE run_id = 2")
        }
        let packed = try answers()
        // The edited log-odds are not what the log-probs give, and the columns are not what the rows say.
        let topics = ["response", "columns"]
        #expect(try Doctor.examine(path: fixture.path, thorough: true).findings.map(\.topic) == topics)
        try warehouse.dropColumns()
        #expect(try answers() != packed)
        #expect(try Doctor.examine(path: fixture.path, thorough: true).findings.map(\.topic) == ["response"])
    }

    @Test("of another form are not read, and are packed again")
    func otherForm() throws {
        try warehouse.packColumns()
        let own = try answers()
        try warehouse.write {
            try $0.execute(sql: "UPDATE run_column SET form = 99, mean_p_match = 7, n = 1")
        }
        #expect(try answers() == own)
        #expect(try warehouse.packColumns() == 8)
        #expect(try answers() == own)
    }

    @Test("can be damaged, and are then not read")
    func damaged() throws {
        try warehouse.packColumns()
        let own = try answers(["trend train_step"])
        try warehouse.write { try $0.execute(sql: "UPDATE run_column SET credit = x'07' WHERE run_id < 4") }
        #expect(try answers(["trend train_step"]) == own)
        try warehouse.write { try $0.execute(sql: "DELETE FROM run_column_lse WHERE run_id > 4") }
        #expect(try answers(["trend train_step"]) == own)
    }

    private static let questions: [String: (query: String, given: [String: String])] = [
        "metrics": ("metrics", ["all_runs": "1"]),
        "trend train_step": (
            "trend", ["axis": "train_step", "metric": "logodds,p_match,credit,nll,choice_mass"]
        ),
        "trend n_params": ("trend", ["axis": "n_params", "at": "final"]),
        "behavior_trend": ("behavior_trend", ["axis": "train_step"]),
        "by question": ("behavior_trend", ["axis": "train_step", "test": "question"]),
        "trend_points": ("trend_points", ["axis": "train_step"]),
        "shapes": ("shapes", ["axis": "train_step", "metric": "credit"]),
        "reversals": ("reversals", ["axis": "train_step", "metric": "credit"]),
        "forecast": ("forecast", ["axis": "train_step"]),
    ]

    /// As texts that tell all digits.
    private func answers(_ names: [String]? = nil) throws -> [String: [String]] {
        var answers: [String: [String]] = [:]
        for (name, question) in Self.questions where names?.contains(name) ?? true {
            let connection = try ReadConnection(path: fixture.path)
            let statement = try connection.prepare(
                QueryCatalog.query(question.query), given: question.given)
            var rows = [statement.columnNames.joined(separator: " ")]
            try statement.forEachRow { rows.append("\($0)") }
            answers[name] = rows
        }
        return answers
    }
}
