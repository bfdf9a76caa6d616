import GRDB

/// How much of a run is stored: the one count of `run.n_examples` and `run.n_ok`, taken from the rows that are there.
struct RunCounts {
    let nResponses: Int
    let nOk: Int
    /// Of the scores that the harness gave.
    let nScores: Int
    /// Responses; of a run that has none, examples with a score.
    let nExamples: Int

    init(of run: Int64, in db: Database) throws {
        let responses = try db.fetchCachedRow(
            sql: """
                SELECT COUNT(*), COUNT(CASE WHEN status = 'ok' THEN 1 END) FROM response WHERE run_id = ?
                """,
            arguments: [run])
        let scores = try db.fetchCachedRow(
            sql: "SELECT COUNT(*), COUNT(DISTINCT example_id) FROM score WHERE run_id = ?", arguments: [run])
        (nResponses, nOk) = (responses?[0] ?? 0, responses?[1] ?? 0)
        nScores = scores?[0] ?? 0
        nExamples = nResponses > 0 ? nResponses : scores?[1] ?? 0
    }

    func store(in run: Int64, _ db: Database) throws {
        try db.executeCached(
            sql: "UPDATE run SET n_examples = ?, n_ok = ? WHERE run_id = ?", arguments: [nExamples, nOk, run])
    }
}
