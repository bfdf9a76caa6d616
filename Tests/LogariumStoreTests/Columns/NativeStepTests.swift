import LogariumCore
import Testing

@testable import LogariumStore

/// docs/design.md: where a native path is faster than the SQL, both exist and a test holds them equal. The lab's answers are
/// compared in ExtensionTests, which run the files themselves.
@Suite("A native heavy step")
struct NativeStepTests {
    private let fixture: StoreFixture
    private let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
        try Self.fill(warehouse)
    }

    /// Steps with gaps, ties, lost and infinite answers, clusters, two seeds, two ways to put the items, one choice.
    private static func fill(_ warehouse: Warehouse) throws {
        for seed in 0...1 {
            for step in [1, 2, 4, 8] {
                for shots in seed == 0 && step > 2 ? [0, 5] : [0] {
                    var run = RunRecord.sample(step: step, shots: shots)
                    run.reference.ref += "/\(seed)"
                    run.reference.stated.seed = seed
                    let samples = (step / 4..<12).map { question in
                        Sample.sample(
                            "\(question)", logprobs: logprobs(question, step: step, seed: seed),
                            prompt: "\(shots) shots, then \(question)",
                            document: "{\"group\": \(question / 2)}")
                    }
                    try warehouse.ingest(samples, as: run, file: "\(seed) \(step) \(shots)")
                    try ingestSingle(step: step, seed: seed, into: warehouse)
                }
            }
        }
        for (step, shots) in [(1, 0), (2, 0), (4, 5), (8, 5)] {
            let samples = (0..<6).map {
                Sample.sample(
                    "\($0)", logprobs: logprobs($0 % 3, step: step, seed: 0), prompt: "\(shots) shots: \($0)")
            }
            try warehouse.ingest(
                samples, as: .sample(step: step, task: "put in two ways", shots: shots), file: "mixed \(step)"
            )
        }
        _ = try warehouse.apply([
            try TaskRule(line: 2, cells: ["match": "t", "cluster": "group", "behavior": "b"])
        ])
    }

    private static func ingestSingle(step: Int, seed: Int, into warehouse: Warehouse) throws {
        var run = RunRecord.sample(step: step, task: "single")
        run.reference.ref += "/\(seed)"
        run.reference.stated.seed = seed
        let samples = (0..<5).map {
            Sample.sample("\($0)", logprobs: [-Double($0 + step + seed) / 3], prompt: "single \($0)")
        }
        try warehouse.ingest(samples, as: run, file: "single \(step) \(seed)")
    }

    private static func logprobs(_ question: Int, step: Int, seed: Int) -> [Double?] {
        switch (question, step) {
        case (3, 2): [nil, -1, -2]
        case (4, _): [-1.5, -1.5, -1.5]
        case (5, 8): [-1, -.infinity, -.infinity]
        case (6, _): [-3, .nan, -1]
        case (7, _): [Double(step) * 90 - 900, -20, -30]
        default: [Double(step * (question % 3 - 1)) / 3 - 5, -5 - Double(question + seed) / 7, -6]
        }
    }

    private static let metricCases = [[:], ["all_runs": "1", "task": "t%"], ["task": "t"]]

    @Test("answers as the portable one does: metrics", arguments: metricCases)
    func agreesOnMetrics(_ given: [String: String]) throws {
        let columns =
            "run_id, n, n_excluded, n_nan, clusters, mean_p_match, mean_credit, mean_logodds, mean_nll, n_inf, "
            + "mean_nll_finite, frac_tied, mean_choice_mass, mean_nll_raw"
        let portable = try Self.portable("metrics")
        try expectSame(
            portable + """
                SELECT average.\(columns.replacing(", ", with: ", average.")), spread.p, spread.credit, spread.logodds,
                    spread.nll
                FROM average LEFT JOIN spread ON spread.run_id = average.run_id ORDER BY average.run_id
                """,
            portable + """
                SELECT chosen_run.run_id, m.\(columns.dropFirst(8).replacing(", ", with: ", m.")), m.mean_p_match_stderr,
                    m.mean_credit_stderr, m.mean_logodds_stderr, m.mean_nll_stderr
                FROM chosen_run CROSS JOIN RUN_MEASURE(chosen_run.run_id) AS m ORDER BY chosen_run.run_id
                """, QueryCatalog.query("metrics"), given)
    }

    private static let pairCases = [
        ["a": "m", "b": "m"], ["a": "m", "b": "m", "metric": "logodds,nll,choice_mass,nll_raw"],
        ["task": "t", "other_task": "put in two ways"],
    ]

    @Test("answers as the portable one does: pairs of runs", arguments: pairCases)
    func agreesOnPairs(_ given: [String: String]) throws {
        let portable = try Self.portable("compare")
        try expectSame(
            portable + """
                SELECT paired.a_run, paired.b_run, paired.metric, paired.n_common,
                    a.n + b.n - paired.n_shared, paired.clusters, paired.value_a, paired.value_b, paired.n_inf,
                    paired.difference, paired.stderr, paired.n_a_higher, paired.n_b_higher
                FROM paired
                INNER JOIN pair_of_runs AS p ON p.a_run = paired.a_run AND p.b_run = paired.b_run
                INNER JOIN run_count AS a
                    ON a.run_id = p.a_run AND a.metric = paired.metric AND a.is_by_example = p.is_by_example
                INNER JOIN run_count AS b
                    ON b.run_id = p.b_run AND b.metric = paired.metric AND b.is_by_example = p.is_by_example
                ORDER BY 1, 2, 3
                """,
            portable + """
                SELECT p.a_run, p.b_run, metric.name, r.n_common, r.n_union, r.clusters, r.value_a, r.value_b,
                    r.n_inf, r.difference, r.stderr, r.n_a_higher, r.n_b_higher
                FROM pair_of_runs AS p CROSS JOIN metric
                CROSS JOIN RUN_PAIR(p.a_run, p.b_run, metric.name) AS r
                WHERE r.clusters IS NOT NULL ORDER BY 1, 2, 3
                """, QueryCatalog.query("compare"), given)
    }

    @Test(
        "answers as the portable one does: paraphrases",
        arguments: [[:], ["metric": "nll,choice_mass", "task": "t%"]])
    func agreesOnParaphrases(_ given: [String: String]) throws {
        let portable = try Self.portable("template_sensitivity")
        try expectSame(
            portable + """
                SELECT r.run_id, metric.name, r.n, COALESCE(t.n_items, 0), COALESCE(t.n_paraphrases, 0), t.n_inf,
                    CASE WHEN t.n_inf = 0 THEN t.mean END, t.mean_largest, t.mean_least, SQRT(c.within),
                    SQRT(c.between_items), SQRT(c.mean_variance), SQRT(c.naive_variance), t.mean_range,
                    t.max_range, t.max_range_item, t.share_flipped, t.n_with_verdict
                FROM run_question AS r CROSS JOIN metric
                LEFT JOIN total AS t ON t.run_id = r.run_id AND t.metric = metric.name
                LEFT JOIN component AS c ON c.run_id = r.run_id AND c.metric = metric.name ORDER BY 1, 2
                """,
            portable + """
                SELECT r.run_id, metric.name, t.n_questions, t.n_items, t.n_paraphrases, t.n_inf, t.mean,
                    t.mean_largest, t.mean_least, t.within_sd, t.between_sd, t.stderr, t.stderr_naive,
                    t.mean_range, t.max_range, t.max_range_item, t.share_flipped, t.n_with_verdict
                FROM run_question AS r CROSS JOIN metric
                CROSS JOIN RUN_PARAPHRASE(r.run_id, metric.name) AS t ORDER BY 1, 2
                """, QueryCatalog.query("template_sensitivity"), given)
    }

    private static func portable(_ name: String) throws -> String {
        try #require(QueryCatalog.files(in: "portable").first { $0.name == name }).text
    }

    private static let lineCases = ["train_step", "rlhf_step", "n_params"].flatMap { axis in
        [
            ["axis": axis], ["axis": axis, "allow_mixed": "1"],
            ["axis": axis, "task": "t", "metric": "logodds,nll,choice_mass,nll_raw"],
            ["axis": axis, "task": "single", "metric": "choice_mass,nll_raw"],
            ["axis": axis, "behavior": "b", "metric": "credit_per_char,p_match_per_byte"],
            ["axis": axis, "task": "%ing%", "at": "final"],
        ]
    }

    /// What the portable steps say, and the table functions beside it.
    private static let lineAnswers: [(portable: String, native: String)] = [
        (
            """
            SELECT basis.line, basis.metric, basis.n_common, basis.clusters, line_total.n_union, basis.common_share,
                basis.sesoi, line_total.mean_choice_mass, line_total.frac_tied, line_total.n_nan, basis.refusal
            FROM basis INNER JOIN line_total ON line_total.line = basis.line ORDER BY 1, 2
            """,
            """
            SELECT t.line, t.metric, t.n_common, t.clusters, t.n_union, t.common_share, t.sesoi,
                t.mean_choice_mass, t.frac_tied, t.n_nan, NULLIF(t.refusal, 'one_cluster')
            FROM LINE_TREND(:axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed) AS t
            ORDER BY 1, 2
            """
        ),
        (
            """
            SELECT basis.line, basis.metric, state.state, state.run_id, state.x, state_mean.mean,
                CASE WHEN basis.clusters > 1 THEN SQRT(covariance.covariance) END
            FROM basis
            INNER JOIN state ON state.row_id = basis.row_id
            LEFT JOIN state_mean
                ON state_mean.row_id = basis.row_id AND state_mean.state = state.state AND basis.refusal IS NULL
            LEFT JOIN covariance
                ON covariance.row_id = basis.row_id AND covariance.state = state.state
                AND covariance.other = state.state AND basis.refusal IS NULL
            ORDER BY 1, 2, 3
            """,
            """
            SELECT t.line, t.metric, t.state, t.run_id, t.x, t.mean, t.mean_stderr
            FROM LINE_POINT(:axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed) AS t
            ORDER BY 1, 2, 3
            """
        ),
    ]

    @Test("answers as the portable one does: lines", arguments: lineCases, [0, 1])
    func agreesOnLines(_ given: [String: String], _ answer: Int) throws {
        let portable = try Self.portable("trend")
        let (own, other) = (Self.lineAnswers[answer].native, Self.lineAnswers[answer].portable)
        try expectSame(portable + other, own, QueryCatalog.query("trend"), given)
    }

    @Test("says of a line what the view trend_line says", arguments: ["train_step", "rlhf_step", "n_params"])
    func agreesOnNames(axis: String) throws {
        let columns = TrendLineColumns.names.joined(separator: ", ")
        let connection = try ReadConnection(path: fixture.path)
        let view = try connection.rows(
            "SELECT \(columns) FROM trend_line WHERE axis = '\(axis)' AND at <> 'final' ORDER BY line")
        let function = try connection.rows(
            """
            SELECT DISTINCT \(columns)
            FROM LINE_TREND('\(axis)', 'equal', NULL, NULL, NULL, NULL, NULL, 0) ORDER BY line
            """)
        #expect(view == function)
        #expect(!view.isEmpty || axis != "train_step")
    }

    private func expectSame(
        _ portable: String, _ native: String, _ query: QueryDefinition, _ given: [String: String]
    ) throws {
        let connection = try ReadConnection(path: fixture.path)
        let answers = try [portable, native].map { sql in
            let statement = try connection.prepare(sql)
            for (name, value) in try query.values(given: given) where statement.parameterNames.contains(name)
            {
                try statement.bind(name, value)
            }
            return (names: statement.columnNames, rows: try rows(statement))
        }
        #expect(answers[0].rows.count == answers[1].rows.count)
        for (left, right) in zip(answers[0].rows, answers[1].rows) {
            for (column, pair) in zip(answers[1].names, zip(left, right)) {
                #expect(Self.isSame(pair.0, pair.1), "\(column): \(pair.0) and \(pair.1) in \(left)")
            }
        }
    }

    @Test("has something to differ in")
    func isNotTrivial() throws {
        let rows = try rows(
            ReadConnection(path: fixture.path).prepare(
                QueryCatalog.query("trend"), given: ["axis": "train_step", "metric": "logodds,credit"]))
        let words = Set(rows.joined().compactMap(\.text))
        #expect(words.isSuperset(of: ["mixed_protocols", "n_inf", "seeds"]), "\(words)")
    }

    private func rows(_ statement: ReadStatement) throws -> [[ResultValue]] {
        var rows: [[ResultValue]] = []
        try statement.forEachRow { rows.append($0) }
        return rows
    }

    private static func isSame(_ a: ResultValue, _ b: ResultValue) -> Bool {
        if case .real(let a) = a, case .real(let b) = b {
            return a == b || abs(a - b) <= 1e-12 + 1e-12 * max(abs(a), abs(b))
        }
        return a == b
    }
}

private enum TrendLineColumns {
    static let names = [
        "line", "axis", "at", "coordinates", "task_id", "task", "family", "more_is", "behavior", "series",
        "model", "train_step", "train_tokens", "rlhf_step", "seed", "variant", "n_protocols", "protocol",
        "comparability_key", "m", "x_first", "x_last", "x_unit", "unknown_states", "conflicting_models",
    ]
}
