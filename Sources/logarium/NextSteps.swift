import LogariumIngest
import LogariumStore

/// What an ingest leaves to a person: what is only half there, guessed or unusable, what `check` found, and what to ask.
struct NextSteps {
    private let warehouse: WarehouseOption
    /// Seconds for all of it: who ingests much more than that needs no summary of it.
    private static let limit = 5.0

    init(_ warehouse: WarehouseOption) { self.warehouse = warehouse }

    func write() {
        do {
            let connection = try ReadConnection(path: warehouse.path, limits: ReadLimits(timeout: Self.limit))
            for line in try facts(connection) { Hint.print(line) }
            Hint.print(
                "check: " + FindingText.summary(of: try Check.findings(in: connection)) + show("check"))
        } catch {
            Hint.print(
                "what is left to do was not looked at: it takes longer than \(Int(Self.limit)) s\(show("check"))"
            )
        }
        Hint.print(
            "next:\(show("query metrics"))\(show("query trend -p axis=train_step"))\(show("report -o report.html"))"
        )
    }

    private func show(_ command: String) -> String { "\n  logarium \(command)\(warehouse.asGiven)" }

    private func facts(_ connection: ReadConnection) throws -> [String] {
        let halves = try count(
            connection, "SELECT SUM(partial = 'no_samples'), SUM(partial = 'no_results') FROM run")
        let guessed = try count(
            connection,
            """
            SELECT COUNT(*) FROM checkpoint_ref
            INNER JOIN checkpoint ON checkpoint.checkpoint_id = checkpoint_ref.checkpoint_id
            INNER JOIN model ON model.model_id = checkpoint.model_id
            WHERE checkpoint_ref.decided = '{}' AND (model.inferred <> '[]' OR checkpoint.inferred <> '[]')
            """)
        let responses = try count(
            connection,
            """
            SELECT SUM(n_missing_choice + n_nan + n_all_neg_inf + n_positive_logprob + n_invalid_match),
                SUM(n_examples) FROM run_column
            """)
        return [
            halves[0] > 0
                ? "\(halves[0]) runs have results and no samples: nothing can be recomputed of them" : nil,
            halves[1] > 0
                ? "\(halves[1]) runs have samples and no results: what was declared is not known" : nil,
            guessed[0] > 0
                ? "\(guessed[0]) references are identified by their names alone: say what they are in models.csv"
                    + show("query references")
                : nil,
            responses[0] > 0
                ? "\(responses[0]) of \(responses[1]) responses have no usable log-probs"
                    + show("check --kind unusable_logprobs")
                : nil,
        ].compactMap { $0 }
    }

    private func count(_ connection: ReadConnection, _ sql: String) throws -> [Int64] {
        try connection.rows(sql).first?.map { $0.integer ?? 0 } ?? [0, 0]
    }
}
