import LogariumCore
import LogariumStatistics

extension Doctor {
    /// Whether a run says as many examples as it has responses and scores for.
    static func examineCounts(_ connection: ReadConnection, _ report: inout Diagnosis) throws {
        let wrong = try connection.rows(
            """
            SELECT run.run_id, run.n_examples, run.n_ok, COUNT(response.run_id),
                COUNT(CASE WHEN response.status = 'ok' THEN 1 END)
            FROM run LEFT JOIN response ON response.run_id = run.run_id
            WHERE NOT EXISTS (SELECT 1 FROM score WHERE score.run_id = run.run_id)
            GROUP BY run.run_id
            HAVING run.n_examples <> COUNT(response.run_id)
                OR run.n_ok <> COUNT(CASE WHEN response.status = 'ok' THEN 1 END)
            ORDER BY run.run_id
            """)
        for row in wrong {
            let numbers = row.map { $0.integer ?? 0 }
            report.find(
                "run",
                "run \(numbers[0]) says \(numbers[1]) examples (\(numbers[2]) usable); "
                    + "\(numbers[3]) responses are there (\(numbers[4]) usable)",
                "ingest its source again with --on-conflict replace, or restore a backup")
        }
    }

    /// Whether what is derived from the log-probs at ingest is what they say.
    static func examineDerivation(_ connection: ReadConnection, _ report: inout Diagnosis) throws {
        var counts: [Int64: Int] = [:]
        let responses = try connection.prepare(
            """
            SELECT response.run_id, response.status, response.logprobs, example.matching, response.logodds,
                response.credit, response.n_tied, response.lse_matching, response.lse_other,
                response.max_matching, response.max_other
            FROM response INNER JOIN example ON example.example_id = response.example_id
            """)
        try responses.forEachRow { row in
            if !isDerived(row) { counts[row[0].integer ?? 0, default: 0] += 1 }
        }
        for (run, count) in counts.sorted(by: { $0.key < $1.key }) {
            report.find(
                "response",
                "\(count) responses of run \(run) have derived values that their log-probs do not give",
                "something else than Logarium wrote to them: ingest the source again with --on-conflict replace, "
                    + "or restore a backup")
        }
    }

    private static func isDerived(_ row: [ResultValue]) -> Bool {
        let status = row[1].text ?? ""
        let logprobs = LogProbArray(
            json: row[2].text ?? "[]", nullIsNaN: status == ResponseStatus.nan.rawValue)
        let matching = row[3].text.map { text in
            text.dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
        }
        let derived = ResponseDerivation(
            logprobs: logprobs.values, isMissing: logprobs.isMissing, matching: matching)
        let stored = row.dropFirst(4).map(\.double)
        let expected = [
            derived.logodds, derived.credit, derived.nTied.map(Double.init), derived.lseMatching,
            derived.lseOther,
            derived.maxMatching, derived.maxOther,
        ]
        return status == derived.status.rawValue && zip(stored, expected).allSatisfy(agree)
    }

    /// Equal but for the last digits, in which two mathematics libraries may differ.
    private static func agree(_ stored: Double?, _ derived: Double?) -> Bool {
        guard let stored, let derived else { return stored == nil && derived == nil }
        return stored == derived || abs(stored - derived) <= 1e-9 * max(1, abs(derived))
    }
}
