import GRDB

/// Which of several runs of one checkpoint under one protocol stands for them.
struct PrimaryRuns {
    let db: Database

    /// The user's choice, else most ok examples, most examples, the latest; never the engine `dummy`.
    func choose(checkpoint: Int64, protocolID: Int64) throws {
        let best = try db.fetchCachedValue(
            Int64.self,
            sql: """
                SELECT run_id FROM run
                WHERE checkpoint_id = ? AND protocol_id = ? AND engine IS NOT 'dummy'
                ORDER BY chosen DESC, n_ok DESC, n_examples DESC, evaluated_at DESC NULLS LAST, run_key
                LIMIT 1
                """,
            arguments: [checkpoint, protocolID])
        try db.executeCached(
            sql: """
                UPDATE run SET is_primary = 0
                WHERE checkpoint_id = ? AND protocol_id = ? AND is_primary = 1 AND run_id IS NOT ?
                """,
            arguments: [checkpoint, protocolID, best])
        try db.executeCached(
            sql: "UPDATE run SET is_primary = 1 WHERE run_id = ? AND is_primary = 0", arguments: [best])
    }
}
