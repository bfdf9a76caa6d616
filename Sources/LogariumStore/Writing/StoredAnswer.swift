import GRDB
import LogariumCore

/// What a run that is being read holds of an example, against a line that says it again: equal values are one, other
/// values refuse the file.
struct StoredAnswer {
    let db: Database
    let runID: Int64
    let exampleID: Int64

    /// - Throws: `SourceError` where the line's response or one of its scores is another than the stored one.
    func check(_ sample: Sample, in source: SourceDescription) throws {
        try check(sample.response, of: sample, in: source)
        for score in sample.scores where try !holds(score, filter: sample.filter) {
            throw Self.answeredOtherwise(sample, in: source)
        }
    }

    /// - Throws: `SourceError` where the response is another than the stored one.
    func check(_ response: ResponseRecord?, of sample: Sample, in source: SourceDescription) throws {
        guard let response, try !holds(response) else { return }
        throw Self.answeredOtherwise(sample, in: source)
    }

    static func answeredOtherwise(_ sample: Sample, in source: SourceDescription) -> SourceError {
        let document = sample.docID.map { " (doc_id \($0))" } ?? ""
        return SourceError(
            path: source.place, line: sample.line,
            reason: "this example\(document) was answered before in the same run, with other values",
            remedy:
                "separate the runs that were put into one file, each in a file or with a `run` label of its own; "
                + "give items that are repeated on purpose a `copy` number")
    }

    private func holds(_ response: ResponseRecord) throws -> Bool {
        let row = try db.fetchCachedRow(
            sql: """
                SELECT logprobs, unconditional, n_tokens, greedy, status FROM response
                WHERE run_id = ? AND example_id = ?
                """,
            arguments: [runID, exampleID])
        // NaN and missing have one text.
        guard let row,
            (row["status"] == ResponseStatus.missingChoice.rawValue) == response.logprobs.hasMissing
        else { return false }
        let nullIsNaN = row["status"] == ResponseStatus.nan.rawValue
        func agrees(_ stored: String?, _ stated: LogProbArray?) -> Bool {
            guard let stored, let stated else { return stored == nil && stated == nil }
            return stored == stated.json
                || LogProbArray(json: stored, nullIsNaN: nullIsNaN).hasValues(of: stated)
        }
        let (nTokens, greedy): (String?, Int64?) = (row["n_tokens"], row["greedy"])
        return agrees(row["logprobs"], response.logprobs)
            && agrees(row["unconditional"], response.unconditional)
            && nTokens == response.nTokens.map { JSONArray.text($0) }
            && greedy == response.greedy.map(ResponseWriter.bits)
    }

    private func holds(_ score: ScoreRecord, filter: String) throws -> Bool {
        try db.fetchCachedValue(
            Bool.self,
            sql: """
                SELECT value IS ?1 AND weight IS ?2 AND status = ?3 AND raw IS ?4 FROM score
                WHERE run_id = ?5 AND example_id = ?6 AND metric = ?7 AND filter_name = ?8
                """,
            arguments: [
                score.value, score.weight, score.status.rawValue, score.raw, runID, exampleID, score.metric,
                filter,
            ]) ?? false
    }
}

extension LogProbArray {
    /// Whether the numbers are the same, however they are spelled; NaN is as good as NaN, and missing as missing.
    fileprivate func hasValues(of other: LogProbArray) -> Bool {
        isMissing == other.isMissing
            && values.elementsEqual(other.values) { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
