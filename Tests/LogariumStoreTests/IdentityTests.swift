import LogariumCore
import Testing

@testable import LogariumStore

@Suite("Identity is late")
struct IdentityTests {
    let fixture: StoreFixture
    let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
    }

    private func run(_ pretrained: String, revision: String? = nil) -> RunRecord {
        var run = RunRecord.sample()
        run.reference = CheckpointReference(ref: revision.map { "\(pretrained)@\($0)" } ?? pretrained)
        run.reference.pretrained = pretrained
        run.reference.revision = revision
        return run
    }

    private func rule(_ cells: [String: String]) throws -> ModelRule { try ModelRule(line: 2, cells: cells) }

    @Test("a name's guess is marked, and models.csv replaces it without ingesting again")
    func rulesReplaceGuesses() throws {
        try warehouse.ingest([.sample("a")], as: run("x/pythia-70m", revision: "step1000"))
        #expect(
            try warehouse.scalar("SELECT n_params || inferred FROM model")
                == "70000000[\"model\",\"n_params\"]")
        #expect(
            try warehouse.scalar("SELECT train_step || inferred FROM checkpoint") == "1000[\"train_step\"]")
        let outcome = try warehouse.apply([
            try rule([
                "match": "*pythia-70m", "model": "pythia-70m", "series": "pythia", "n_params": "70426624",
                "train_step": "512",
            ])
        ])
        #expect(outcome.changed == ["x/pythia-70m@step1000"])
        #expect(
            try warehouse.list("SELECT name || ' ' || series || ' ' || n_params || inferred FROM model") == [
                "pythia-70m pythia 70426624[]"
            ])
        #expect(try warehouse.list("SELECT train_step || inferred FROM checkpoint") == ["512[]"])
        #expect(
            try warehouse.scalar(
                "SELECT COUNT(*) FROM run INNER JOIN checkpoint USING (checkpoint_id) WHERE is_primary") == 1)
        #expect(
            try warehouse.apply([
                try rule([
                    "match": "*pythia-70m", "model": "pythia-70m", "series": "pythia", "n_params": "70426624",
                    "train_step": "512",
                ])
            ]).changed == [])
    }

    @Test("two references with the same known coordinates are one checkpoint")
    func mergesKnown() throws {
        try warehouse.ingest([.sample("a")], as: run("a/m"))
        try warehouse.ingest([.sample("a", logprobs: [-2, -3])], as: run("b/m"), file: "2")
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM checkpoint") == 2)
        let cells = ["match": "*/m", "model": "m", "train_step": "1", "rlhf_step": "0", "seed": "0"]
        _ = try warehouse.apply([try rule(cells)])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM checkpoint") == 1)
        #expect(try warehouse.list("SELECT is_primary FROM run ORDER BY is_primary") == [0, 1])
    }

    @Test("the unknown is never merged with another unknown, nor parted from itself")
    func unknownsStayApart() throws {
        try warehouse.ingest([.sample("a")], as: run("a/m"))
        try warehouse.ingest([.sample("a")], as: run("b/m"), file: "2")
        _ = try warehouse.apply([try rule(["match": "*/m", "model": "m", "train_step": "1"])])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM checkpoint") == 2)
        let id: Int64? = try warehouse.scalar("SELECT checkpoint_id FROM checkpoint_ref WHERE ref = 'a/m'")
        _ = try warehouse.decide(
            references: Glob("a/m"),
            {
                var i = CheckpointIdentity(); i.series = "s"; return i
            }())
        #expect(try warehouse.scalar("SELECT checkpoint_id FROM checkpoint_ref WHERE ref = 'a/m'") == id)
    }

    @Test("the first matching row wins, later ones that disagree are told")
    func firstRowWins() throws {
        try warehouse.ingest([.sample("a")], as: run("a/m"))
        let rules = [
            try ModelRule(line: 2, cells: ["match": "a/*", "series": "one"]),
            try ModelRule(line: 3, cells: ["match": "*", "series": "two"]),
        ]
        let outcome = try warehouse.apply(rules)
        #expect(outcome.disagreeing == ["a/m": [3]])
        #expect(try warehouse.scalar("SELECT series FROM model") == "one")
    }

    @Test("a decision can be taken back")
    func clears() throws {
        try warehouse.ingest([.sample("a")], as: run("a/m", revision: "step7"))
        var change = CheckpointIdentity()
        change.trainStep = 70
        _ = try warehouse.decide(references: Glob("a/m"), change)
        #expect(try warehouse.scalar("SELECT train_step FROM checkpoint") == 70)
        _ = try warehouse.decide(references: Glob("a/m"), CheckpointIdentity(), clearing: ["train_step"])
        #expect(try warehouse.scalar("SELECT train_step || inferred FROM checkpoint") == "7[\"train_step\"]")
    }
}

@Suite("What is said of a task")
struct TaskEditTests {
    let fixture: StoreFixture
    let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
        try warehouse.ingest([
            .sample("a", document: #"{"meta":{"group":"g1","labels":[0,1]},"kind":"x"}"#),
            .sample("b", document: #"{"meta":{"group":"g1","labels":[1,0]},"kind":"y"}"#),
            .sample("c", document: #"{"meta":{"group":"g2","labels":[0,0]},"kind":"y"}"#),
        ])
    }

    private func apply(_ cells: [String: String]) throws {
        _ = try warehouse.apply([try TaskRule(line: 2, cells: cells.merging(["match": "t*"]) { $1 })])
    }

    @Test(
        "names fields of the documents that were stored: clusters and subsets change without ingesting again")
    func rereadsDocuments() throws {
        try apply(["cluster": "meta.group", "subset": "kind", "behavior": "b", "more_is": "worse"])
        #expect(
            try warehouse.list("SELECT cluster || cluster_source || subset FROM example ORDER BY example_id")
                == ["g1declaredx", "g1declaredy", "g2declaredy"])
        #expect(
            try warehouse.scalar(
                "SELECT behavior.name || more_is FROM task INNER JOIN behavior USING (behavior_id)")
                == "bworse")
    }

    @Test("changes what matches, and every stored response with it")
    func rederives() throws {
        #expect(try warehouse.list("SELECT logodds FROM response ORDER BY example_id") == [1.0, 1.0, 1.0])
        try apply(["matching": "meta.labels"])
        #expect(try warehouse.list("SELECT logodds FROM response ORDER BY example_id") == [-1.0, 1.0, 1.0])
        #expect(
            try warehouse.list("SELECT matching_source FROM example ORDER BY example_id") == [
                "document", "document", "target",
            ])
        _ = try warehouse.clear(tasks: Glob("*"), ["matching"])
        #expect(try warehouse.list("SELECT logodds FROM response ORDER BY example_id") == [1.0, 1.0, 1.0])
        #expect(try warehouse.list("SELECT DISTINCT matching_source FROM example") == ["target"])
    }

    @Test("applies to examples that come later too")
    func appliesToNewExamples() throws {
        try apply(["cluster": "meta.group"])
        try warehouse.ingest(
            [.sample("d", document: #"{"meta":{"group":"g2"}}"#)], as: .sample(step: 2), file: "2")
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM example WHERE cluster = 'g2'") == 2)
    }

    @Test("a gold that a score gave away re-derives the responses that came before")
    func infersMatching() throws {
        try warehouse.ingest([.sample("z", matching: nil)], as: .sample(step: 5, task: "u"), file: "3")
        #expect(
            try warehouse.scalar(
                "SELECT status FROM response INNER JOIN run USING (run_id) INNER JOIN task USING (task_id) WHERE task.name = 'u'"
            ) == "invalid_match")
        var second = Sample.sample("z", matching: nil)
        second.inferredMatching = [1]
        try warehouse.ingest([second], as: .sample(step: 6, task: "u"), file: "4")
        #expect(
            try warehouse.list(
                "SELECT logodds FROM response INNER JOIN run USING (run_id) INNER JOIN task USING (task_id) WHERE task.name = 'u'"
            ) == [-1.0, -1.0])
        #expect(
            try warehouse.scalar(
                "SELECT matching_source FROM example WHERE task_id = (SELECT task_id FROM task WHERE name = 'u')"
            ) == "score")
        #expect(
            try warehouse.list("SELECT n_ok FROM run INNER JOIN task USING (task_id) WHERE task.name = 'u'")
                == [1, 1])
    }
}

@Suite("Clusters")
struct ClusterTests {
    @Test("are the connected components of declared cluster and identical question, whatever the order")
    func components() throws {
        let samples: [Sample] = [
            .sample("a", prompt: "same"), .sample("b", prompt: "same", document: #"{"c":"k1"}"#),
            .sample("d", document: #"{"c":"k1"}"#), .sample("e", document: #"{"c":"k2"}"#), .sample("f"),
            .sample("g", prompt: "twin"), .sample("h", prompt: "twin"),
        ]
        var seen: Set<[String]> = []
        for order in [samples, samples.reversed()] {
            let fixture = try StoreFixture()
            let warehouse = try fixture.open()
            var options = WriteOptions()
            options.taskRules = [try TaskRule(line: 2, cells: ["match": "*", "cluster": "c"])]
            try warehouse.ingest(order, options: options)
            seen.insert(
                try warehouse.list("SELECT content_hash || cluster || cluster_source FROM example ORDER BY 1")
            )
            #expect(
                try warehouse.scalar(
                    "SELECT COUNT(*) FROM example WHERE cluster = 'k1' AND cluster_source = 'merged'") == 3)
            #expect(
                try warehouse.scalar("SELECT COUNT(*) FROM example WHERE cluster_source = 'question'") == 2)
            #expect(
                try warehouse.scalar("SELECT COUNT(*) FROM example WHERE cluster_source = 'example'") == 1)
            #expect(try warehouse.scalar("SELECT COUNT(*) FROM example WHERE cluster = 'k2'") == 1)
        }
        #expect(seen.count == 1)
    }
}
