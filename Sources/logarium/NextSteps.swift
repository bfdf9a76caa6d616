import LogariumCore
import LogariumIngest
import LogariumStore

/// What an ingest leaves to a person: what is only half there, guessed or unusable, what `check` found, and what to ask.
struct NextSteps {
    private let warehouse: WarehouseOption
    /// Seconds for all of it: who ingests much more than that needs no summary of it.
    private static let limit = 5.0

    init(_ warehouse: WarehouseOption) { self.warehouse = warehouse }

    func write() {
        var axis: String?
        var hasResponses = true
        do {
            let connection = try ReadConnection(path: warehouse.path, limits: ReadLimits(timeout: Self.limit))
            for line in try facts(connection) { Hint.print(line) }
            for line in try families(connection) { Hint.print(line) }
            axis = try longestAxis(connection)
            hasResponses = try connection.rows("SELECT 1 FROM response LIMIT 1").first != nil
            Hint.print(
                "check: " + FindingText.summary(of: try Check.findings(in: connection)) + show("check"))
        } catch {
            Hint.print(
                "what is left to do was not looked at: it takes longer than \(Int(Self.limit)) s\(show("check"))"
            )
        }
        let trend =
            (hasResponses ? "query trend" : "query trend_reported") + (axis.map { " -p axis=\($0)" } ?? "")
        Hint.print(
            "next:\(show(hasResponses ? "query metrics" : "query runs"))\(show(trend))\(show("report -o report.html"))"
        )
    }

    private func show(_ command: String) -> String { "\n  logarium \(command)\(warehouse.asGiven)" }

    private func facts(_ connection: ReadConnection) throws -> [String] {
        let halves = try count(
            connection,
            "SELECT SUM(partial = 'no_samples' AND harness <> 'aggregates'), SUM(partial = 'no_results') FROM run"
        )
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

    /// Models of no known series whose names differ in the size alone: they are on no line over sizes until somebody says
    /// that they were made alike.
    private func families(_ connection: ReadConnection) throws -> [String] {
        let rows = try connection.rows("SELECT name, series IS NULL AND n_params > 0 FROM model")
        let names = rows.compactMap(\.first?.text)
        let unplaced = rows.filter { $0[1].integer == 1 }.compactMap(\.first?.text)
        let families = Dictionary(grouping: unplaced) { CheckpointName.family(of: $0) ?? "" }
        return families.filter { !$0.key.isEmpty && $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            family, models in
            let glob = family.hasSuffix("*") ? family : family + "*"
            // A glob that reaches others too would put them on the line as well.
            let isTheirs = names.count(where: Glob(glob).matches) == models.count
            let series = family.replacing("-*", with: "").replacing("*", with: "")
            return
                "\(models.count) models called \(family) are of no known series, so on no line over sizes: "
                + "if they were made alike, say so"
                + (isTheirs
                    ? show("models set '\(glob)' --series \(series)") : " in the column series of models.csv")
        }
    }

    /// The axis along which some line has the most states; nil where none has two.
    private func longestAxis(_ connection: ReadConnection) throws -> String? {
        try connection.rows(
            """
            SELECT axis, COUNT(DISTINCT x) AS n FROM trend_coordinate WHERE at = 'equal'
            GROUP BY axis, coordinates HAVING n > 1 ORDER BY n DESC, axis LIMIT 1
            """
        ).first?.first?.text
    }

    private func count(_ connection: ReadConnection, _ sql: String) throws -> [Int64] {
        try connection.rows(sql).first?.map { $0.integer ?? 0 } ?? [0, 0]
    }
}
