import LogariumCore

@testable import LogariumStore

/// One fault of every kind, each on a task or reference of its own, with what `check` must say of it.
struct PlantedFaults {
    let fixture: CheckFixture
    private(set) var expected: [String: [String]] = [:]
    private(set) var rules: [ModelRule] = []

    init() throws {
        fixture = try CheckFixture()
        try plantValues()
        try plantLabels()
        try plantComparability()
        try plantConditions()
        try plantPartial()
        try plantIdentity()
        try plantExamples()
    }

    private mutating func expect(_ title: String, _ names: String...) {
        expected[title, default: []] += names
    }

    private mutating func plantValues() throws {
        try fixture.addBoth("tied") { item, sample in
            if item < 2 { sample.response = ResponseRecord(logprobs: LogProbArray([-1, -1])) }
        }
        expect("ties: many exact ties between a matching and another choice", "tied large")

        try fixture.addBoth("faint") { item, sample in
            let values = CheckFixture.logprobs(item, salt: 2).map { $0.map { $0 - 9 } }
            sample.response = ResponseRecord(logprobs: LogProbArray(values))
        }
        expect("low_choice_mass: almost no probability on any of the choices", "faint large")

        let unusable: [[Double?]] = [
            [.nan, -1], [-.infinity, -.infinity], [0.5, -1], [nil, -1], [-.infinity, -1],
        ]
        try fixture.addBoth("broken") { item, sample in
            if item < 5 { sample.response = ResponseRecord(logprobs: LogProbArray(unusable[item])) }
        }
        for fault in [
            "log-probs that are not a number", "every choice at -inf", "log-probs above zero",
            "choices without a log-prob", "log-odds that are infinite",
        ] { expect("unusable_logprobs: \(fault)", "broken large") }

        try fixture.addBoth("misscored") { item, sample in
            sample.checks = [ScoreCheck(metric: "acc", verdict: item == 7 ? .differs(by: 1) : .equal)]
        }
        expect("score_differs: scores of single examples that their log-probs do not give", "misscored large")

        try fixture.addBoth("misreported")
        try fixture.report(
            [ReportedMetric(name: "misreported", metric: "acc", filter: "none", value: 0.999)], of: .large,
            file: "results.json")
        try fixture.warehouse.write {
            try $0.execute(
                sql: """
                    UPDATE reported_metric SET run_id = (
                        SELECT run_id FROM run INNER JOIN task USING (task_id)
                        WHERE ref = 'large' AND task.name = 'misreported')
                    """)
        }
        expect(
            "reported_differs: the harness's figure is not what its rule gives on the log-probs",
            "misreported large")
    }

    private mutating func plantLabels() throws {
        for size in [CheckFixture.Size.small, .large] {
            try fixture.add(
                CheckFixture.statement("one upload twice", size),
                CheckFixture.samples("one upload twice", salt: 3))
        }
        expect("duplicate_results: equal bit for bit under two checkpoints", "one upload twice large")

        try fixture.add(CheckFixture.statement("clean again", .small), CheckFixture.samples("clean", salt: 1))
        expect("duplicate_results: equal bit for bit under two tasks", "clean again small")

        for shots in [0, 5] {
            let samples = (0..<40).map {
                CheckFixture.sample("zero-shot twice", $0, salt: 4, prompt: "\(shots) shots, question \($0)")
            }
            try fixture.add(CheckFixture.statement("zero-shot twice", .small, shots: shots), samples)
        }
        expect("duplicate_results: equal bit for bit under two protocols", "zero-shot twice small")
        expect("mixed_protocols: one task put in several ways that differ in shots", "zero-shot twice")
        // The name of the task says zero-shot, the record of one of its runs five.
        expect("declared_shots: the number of shots is said in two ways", "zero-shot twice small")

        let values = (0..<6).map { item in
            ReportedMetric(
                name: "suite \(item)", metric: "acc", filter: "none", value: 0.5 + Double(item) / 64)
        }
        for (size, value) in [(CheckFixture.Size.small, 0.41), (.large, 45.2)] {
            try fixture.report(
                [ReportedMetric(name: "two scales", metric: "acc", filter: "none", value: value)], of: size,
                file: "scale \(value).json")
        }
        expect(
            "mixed_scales: values of one share on both sides of 1: shares and percentages mixed?",
            "two scales")

        try fixture.report(values, of: .small, file: "a.json")
        try fixture.report(values, of: .large, file: "b.json")
        expect("duplicate_reports: reported values equal bit for bit under two labels", "large")

        try fixture.add(
            CheckFixture.statement("named", .small), CheckFixture.samples("named", salt: 1),
            file: "pythia/five-shot/named.jsonl")
        expect("declared_shots: the number of shots is said in two ways", "named small")

        try fixture.add(
            CheckFixture.statement("put alike", .small), CheckFixture.samples("put alike", salt: 1))
        try fixture.add(
            CheckFixture.statement("put alike", .large, shots: 3), CheckFixture.samples("put alike", salt: 2))
        expect("declared_shots: the number of shots is said in two ways", "put alike large")
    }

    private mutating func plantComparability() throws {
        try fixture.add(
            CheckFixture.statement("versions", .small), CheckFixture.samples("versions", 0..<100, salt: 1))
        try fixture.add(
            CheckFixture.statement("versions", .large), CheckFixture.samples("versions", 2..<102, salt: 2))
        expect(
            "different_examples: examples missing that other checkpoints have under the same task name",
            "versions large", "versions small")

        for (size, template) in [(CheckFixture.Size.small, "a1b2c3d4e5f6"), (.large, "0f1e2d3c4b5a")] {
            let declared = "{\"num_fewshot\":0,\"chat_template_sha\":\"\(template)\"}"
            try fixture.add(
                CheckFixture.statement("own templates", size, declared: declared),
                (0..<40).map {
                    CheckFixture.sample(
                        "own templates", $0, salt: size.rawValue, prompt: "<\(template)> own templates \($0)")
                })
        }
        expect("own_chat_templates: one task put in the chat templates of several models", "own templates")

        for (task, count, fault) in [
            ("most in common", 94, "examples lost because some state lacks them"),
            ("few in common", 49, "too few examples in common for a line: trend refuses it"),
        ] {
            try fixture.add(
                CheckFixture.statement(task, .small), CheckFixture.samples(task, 0..<100, salt: 1))
            var limited = CheckFixture.statement(task, .large)
            (limited.partial, limited.selection) = (.limit, "limit=\(count)")
            try fixture.add(limited, CheckFixture.samples(task, 0..<count, salt: 2))
            expect("common_share: \(fault)", task)
        }
        expect("partial_runs: evaluated under a limit", "few in common large", "most in common large")
    }

    private mutating func plantConditions() throws {
        for (size, salt) in [(CheckFixture.Size.small, 1), (.large, 2)] {
            var statement = CheckFixture.statement("computed otherwise", size)
            (statement.dtype, statement.engine) = size == .small ? ("bfloat16", "hf") : ("float32", "vllm")
            try fixture.add(statement, CheckFixture.samples("computed otherwise", salt: salt))
        }
        // One run each way: the first in the alphabet counts as the commonest.
        expect("mixed_conditions: dtype other than that of most runs of the task", "computed otherwise large")
        expect(
            "mixed_conditions: engine other than that of most runs of the task", "computed otherwise large")
    }

    private mutating func plantPartial() throws {
        let reasons: [(PartialRun?, String)] = [
            (.noResults, "samples without their results"),
            (.selection, "evaluated on a selection of the examples"),
            (.rejectedLines, "lines of the samples file were set aside"),
            (nil, "fewer examples stored than the source says it evaluated"),
        ]
        for (partial, fault) in reasons {
            let task = "partial \(partial?.rawValue ?? "fewer")"
            var statement = CheckFixture.statement(task, .large)
            (statement.partial, statement.nExpected) = (partial, partial == nil ? 41 : nil)
            try fixture.add(statement, CheckFixture.samples(task, salt: 1))
            expect("partial_runs: \(fault)", "\(task) large")
        }
        var overfull = CheckFixture.statement("appended to", .large)
        overfull.nExpected = 39
        try fixture.add(overfull, CheckFixture.samples("appended to", salt: 1))
        expect("overfull_runs: more examples than the source says it evaluated", "appended to large")

        var statement = CheckFixture.statement("partial no samples", .large)
        statement.partial = .noSamples
        try fixture.add(statement, [])
        expect("missing_samples: results without their samples", "partial no samples large")
    }

    private mutating func plantIdentity() throws {
        var unknown = CheckpointIdentity()
        (unknown.model, unknown.seed, unknown.rlhfStep) = ("nameless", 0, 0)
        try fixture.addReference("unknown", unknown, salt: 5)
        for gap in [
            "series unknown: on no line over model sizes", "n_params unknown: on no line over model sizes",
            "train_step and train_tokens unknown: on no line over training",
        ] { expect("unknown_identity: \(gap)", "unknown") }

        var guessed = CheckFixture.identity(model: "guessed", nParams: 3000)
        guessed.trainStep = nil
        try fixture.addReference("guessed/step70", guessed, salt: 6)
        expect("inferred_identity: train_step guessed from a name", "guessed/step70")

        var twin = CheckFixture.identity(model: "twin", nParams: 4000)
        twin.seed = nil
        try fixture.addReference("twin a", twin, salt: 7)
        try fixture.addReference("twin b", twin, salt: 8)
        expect(
            "indistinguishable_states: checkpoints of one model that cannot be told apart", "twin a", "twin b"
        )

        let rule = try ModelRule(line: 2, cells: ["match": "disputed", "n_params": "6000"])
        try fixture.addReference(
            "disputed", CheckFixture.identity(model: "disputed", nParams: 5000), decided: [rule], salt: 9)
        expect("overruled_identity: n_params of the source overruled", "disputed")

        var contradicted = CheckFixture.identity(model: "two sizes", nParams: 7000)
        try fixture.addReference("two sizes, earlier", contradicted, salt: 10)
        (contradicted.nParams, contradicted.trainStep) = (8000, 11)
        try fixture.addReference("two sizes, later", contradicted, salt: 11)
        expect("conflicting_identity: n_params contradicted by the source", "two sizes, earlier")

        rules = [
            try ModelRule(line: 2, cells: ["match": "small", "seed": "0"]),
            try ModelRule(line: 3, cells: ["match": "*all", "seed": "1"]),
        ]
        expect("disagreeing_rules: rows of models.csv that match one reference and disagree", "small")
    }

    private mutating func plantExamples() throws {
        try fixture.addQuestions("no gold") { item, sample in
            guard item < 2 else { return }
            sample.detail?.matching = nil
            sample.detail?.matchingSource = MatchingSource.none
        }
        expect("unknown_gold: examples without a known matching choice", "no gold")

        try fixture.addQuestions("gold of the score") { item, sample in
            if item < 2 { sample.detail?.matchingSource = .score }
        }
        expect(
            "inferred_gold: the matching choice was inferred from the harness's score", "gold of the score")

        try fixture.addQuestions("always yes") { item, sample in
            if item < 25 { sample.detail?.matching = [0] }
        }
        expect("position_imbalance: one answer label matches too often", "always yes")

        try fixture.addQuestions("first of list") { item, sample in
            sample.detail?.matching = [item < 80 ? 0 : 1]
            sample.detail?.choices = ["a \(item)", "b \(item)"]
            sample.detail?.prompt = "Q: first of list \(item): a \(item) or b \(item)?"
        }
        expect("position_imbalance: one place in the list of choices matches too often", "first of list")

        try fixture.addQuestions("asked twice") { item, sample in
            if item == 3 { sample.detail?.questionHash = Self.hash("Q: asked twice 1") }
        }
        expect("duplicated_questions: one question asked several times", "asked twice")

        try fixture.addQuestions("contradicted") { item, sample in
            if item == 2 { sample.detail?.questionHash = Self.hash("Q: contradicted 1") }
        }
        expect("duplicated_questions: one question with different matching choices", "contradicted")
    }

    /// As `Sample.sample` makes it of a prompt.
    private static func hash(_ prompt: String) -> Hash128 {
        Hash128(prefixOf: Array(SHA256Digest.hex(of: prompt).utf8))
    }
}
