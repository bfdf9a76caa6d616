import LogariumCore

extension SchemaView {
    /// The views that are made of the list of metrics.
    static let ofMetrics = [trendMetric, responseValue]

    private static let trendMetric = SchemaView(
        name: "trend_metric",
        sql: """
            -- What a trend can be asked of: place orders metrics in every answer, sesoi is the smallest effect of interest on the
            -- total change (docs/statistics.md 3.4). default_when_single: 0 where it is asked of every task with choices to compare,
            -- 1 where a task with one choice is asked it instead (trend_line.is_single), NULL where it is asked by name only.
            -- least and most are NULL where nothing bounds the values.
            CREATE VIEW trend_metric (place, name, label, unit, least, most, sesoi, default_when_single) AS
            VALUES
            \(Metric.all.enumerated().map(row).joined(separator: ",\n"));

            """)

    private static func row(_ place: Int, _ metric: Metric) -> String {
        let bounds = metric.range.map { "\($0.lowerBound), \($0.upperBound)" } ?? "NULL, NULL"
        let single =
            switch metric.usual {
            case .ofChoices: "0"
            case .ofSingle: "1"
            case .never: "NULL"
            }
        return
            "(\(place + 1), '\(metric.name)', '\(metric.label)', '\(metric.unit.rawValue)', \(bounds), \(metric.sesoi), \(single))"
    }

    private static let responseValue = SchemaView(
        name: "response_value",
        sql: """
            -- What a run says of an example, one row per response and metric of trend_metric; y is NULL where the response has no
            -- such value, so that what is missing can be counted. Name the metrics: the variants read the array each for itself.
            CREATE VIEW response_value AS
            SELECT
                m.run_id,
                m.example_id,
                m.status,
                trend_metric.name AS metric,
                CASE
                    WHEN m.status NOT IN ('ok', 'no_alternative') THEN NULL
            \(cases(ofNumbers.filter(\.isOfOneSide)))
                    WHEN m.status <> 'ok' THEN NULL
            \(cases(ofNumbers.filter { !$0.isOfOneSide }))
                END AS y
            FROM response_metric AS m
            INNER JOIN trend_metric ON trend_metric.name IN (\(ofNumbers.map { "'\($0.name)'" }.joined(separator: ", ")))
            \(Metric.all.compactMap(variant).joined(separator: "\n"));

            """)

    private static let ofNumbers = Metric.all.filter { $0.score == nil }

    private static func cases(_ metrics: [Metric]) -> String {
        metrics.map { "        WHEN trend_metric.name = '\($0.name)' THEN m.\($0.name)" }
            .joined(separator: "\n")
    }

    private static func variant(_ metric: Metric) -> String? {
        guard let score = metric.score else { return nil }
        let column = metric.name.dropLast(score.count + 1)
        return """
            UNION ALL
            SELECT v.run_id, v.example_id, v.status, '\(metric.name)' AS metric, v.\(column) AS y
            FROM response_variant AS v
            WHERE v.variant = '\(score)'
            """
    }
}
