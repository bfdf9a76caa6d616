import LogariumStatistics

extension SQLTableFunction {
    static let runClaim = SQLTableFunction(
        name: "run_claim", arguments: [SQLArgument("run", "run_id")],
        columns: half("true", "the hit rate") + half("false", "the false-alarm rate") + [
            SQLField("clusters", "groups of dependent examples with an answer and a known truth"),
            SQLField("yes_rate", "share of all claimed; NULL: no example with a known truth"),
            SQLField("claim_minus_truth", "yes_rate less the share of true claims"),
            SQLField("auc", "share of pairs in which the true claim has the higher log-odds"),
            SQLField("auc_low", "95 %, bootstrap over clusters; NULL: a resample had one class only"),
            SQLField("auc_high", "upper bound"), SQLField("d_prime", "sensitivity, in SDs"),
            SQLField("d_prime_low", "95 %, as auc_low"), SQLField("d_prime_high", "upper bound"),
            SQLField("criterion", "in SDs; negative says yes too easily"),
            SQLField("criterion_low", "95 %, as auc_low"), SQLField("criterion_high", "upper bound"),
            SQLField("balanced_accuracy", "mean of the accuracies of the two halves"),
            SQLField("frac_tied", "share of the examples whose answers tie"),
            SQLField("n_unknown_truth", "examples with an answer, but no truth that says which"),
            SQLField("n_excluded", "examples without two sides to compare"),
            SQLField("reason", "no_known_truth, one_class_only; NULL: every measure is there"),
        ],
        summary:
            "What a run claims of its examples against their truth; no row where it has no responses.",
        source: "As the query overclaiming"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let run = try arguments.whole(0) else { return [] }
        return try RunClaim(of: Int64(run), reader).map { [$0.cells] } ?? []
    }

    private static func half(_ name: String, _ rate: String) -> [SQLField] {
        [
            SQLField("n_\(name)", "examples whose claim is \(name)"),
            SQLField("claim_rate_\(name)", "share of them claimed, ties split: \(rate); NULL: none"),
            SQLField("claim_rate_\(name)_low", "95 % Wilson interval at the effective n; NULL: one cluster"),
            SQLField("claim_rate_\(name)_high", "upper bound"),
            SQLField("mean_p_\(name)", "mean probability of claiming; NULL: none"),
        ]
    }
}

/// A run's answers to examples whose truth says whether the matching answer is right.
private struct RunClaim {
    private struct Answer {
        let credit: Double
        let pMatch: Double
        let logodds: Double
        let isTied: Bool
        let isTrue: Bool
        let cluster: SQLValue
    }

    private var answers: [Answer] = []
    private var nExcluded = 0
    private var nUnknown = 0

    /// Nil where the run has no responses.
    init?(of run: Int64, _ reader: ColumnReader) throws(SQLFunctionError) {
        let rows = try reader.statements.need(Self.select)
        rows.bind(1, run)
        defer { rows.reset() }
        while try rows.step() {
            if rows.value(0).isNull {
                nExcluded += 1
            } else if rows.value(5).isNull {
                nUnknown += 1
            } else {
                answers.append(
                    Answer(
                        credit: rows.real(0), pMatch: rows.real(1), logodds: rows.real(2),
                        isTied: rows.integer(3) == 1, isTrue: rows.integer(5) == 1, cluster: rows.value(4)))
            }
        }
        if answers.isEmpty, nExcluded + nUnknown == 0 { return nil }
    }

    /// In the order of the function's columns.
    var cells: [SQLValue] {
        var sample = ClaimSample()
        for answer in answers {
            sample.add(
                .init(yes: answer.credit, isTrue: answer.isTrue, score: answer.logodds), answer.cluster)
        }
        let claims = sample.claims
        let detection = claims?.detection
        let intervals = claims?.bootstrap(seed: ClaimSample.seed)
        let measures = detection?.measures
        return half(answers.filter(\.isTrue)) + half(answers.filter { !$0.isTrue }) + [
            SQLValue(claims?.clustering.count ?? 0), SQLValue(detection?.yesRate),
            SQLValue(detection?.claimMinusTruth), SQLValue(claims?.auc),
        ] + bounds(intervals?.auc) + [SQLValue(measures?.dPrime)] + bounds(intervals?.dPrime)
            + [SQLValue(measures?.criterion)] + bounds(intervals?.criterion) + [
                SQLValue(measures?.balancedAccuracy), SQLValue(answers.map { $0.isTied ? 1 : 0 }.mean),
                SQLValue(nUnknown), SQLValue(nExcluded), SQLValue(reason(detection)),
            ]
    }

    private func half(_ answers: [Answer]) -> [SQLValue] {
        let rate = ClusteredMean(answers.map(\.credit), clustering: Clustering(answers.map(\.cluster)))
        let interval = rate.flatMap { ClusteredProportion($0) }?.interval()
        return [SQLValue(answers.count), SQLValue(rate?.mean)] + bounds(interval)
            + [SQLValue(answers.map(\.pMatch).mean)]
    }

    private func bounds(_ interval: ConfidenceInterval?) -> [SQLValue] {
        [SQLValue(interval?.lower), SQLValue(interval?.upper)]
    }

    private func reason(_ detection: SignalDetection?) -> String? {
        guard let detection else { return "no_known_truth" }
        return detection.status == .ok ? nil : detection.status.rawValue
    }

    /// A choice's text comes before yes and no: where a choice reads "yes", the truth "yes" is that choice.
    private static let select = """
        SELECT
            credit, p_match, logodds, tied, cluster,
            CASE
                WHEN n_matching > 0 AND n_matching < n_choices THEN NULL
                WHEN n_matching > 0 THEN 1
                WHEN n_choices > 0 THEN 0
                WHEN truth IN ('yes', 'true', '1') THEN 1
                WHEN truth IN ('no', 'false', '0') THEN 0
            END
        FROM (
            SELECT
                m.credit, m.p_match, m.logodds, m.tied, example.cluster, LOWER(TRIM(example.truth)) AS truth,
                (
                    SELECT COUNT(*) FROM JSON_EACH(example.choices) AS choice
                    WHERE TRIM(choice.value) = TRIM(example.truth)
                ) AS n_choices,
                (
                    SELECT COUNT(*) FROM JSON_EACH(example.choices) AS choice
                    INNER JOIN JSON_EACH(example.matching) AS matching ON matching.value = choice.key
                    WHERE TRIM(choice.value) = TRIM(example.truth)
                ) AS n_matching
            FROM main.response_metric AS m INNER JOIN main.example ON example.example_id = m.example_id
            WHERE m.run_id = ?1
        )
        """
}
