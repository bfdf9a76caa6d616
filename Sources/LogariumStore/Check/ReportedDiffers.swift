import LogariumCore

/// Aggregates of the harness that its own rule does not give on the stored responses.
///
/// The query `reconcile` judges them all from the log-probs, choice by choice; it is asked only where the columns
/// stored beside them do not confirm a figure at once.
enum ReportedDiffers {
    static func rows(_ connection: ReadConnection, _ options: CheckOptions) throws -> [CheckRow] {
        var isConfirmed = true
        try connection.prepare(QueryCatalog.internal("unconfirmed_metrics")).forEachRow { _ in
            isConfirmed = false
        }
        return isConfirmed ? [] : try differing(connection)
    }

    private static func differing(_ connection: ReadConnection) throws -> [CheckRow] {
        let wanted = [
            "name", "run_id", "ref", "n", "metric", "filter_name", "reported", "reported_text", "recomputed",
        ]
        let answer = try connection.prepare(QueryCatalog.query("reconcile"), given: ["verdict": "differs"])
        var rows: [CheckRow] = []
        try SelectedColumns(answer, columns: wanted).forEachRow { row in
            rows.append(
                CheckRow(
                    fault: "the harness's figure is not what its rule gives on the log-probs",
                    task: row[0].text,
                    runID: row[1].integer, ref: row[2].text, n: row[3].integer,
                    detail:
                        "\(row[4].text ?? "") (\(row[5].text ?? "")): reported \(number(row[6], row[7])), "
                        + "recomputed \(number(row[8], .null))"))
        }
        return rows
    }

    private static func number(_ value: ResultValue, _ text: ResultValue) -> String {
        text.text ?? value.double.map { "\($0)" } ?? "nothing"
    }
}
