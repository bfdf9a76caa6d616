import GRDB
import LogariumCore

/// Completes runs whose samples came before their results: from then on they are known by what the results
/// say, not by directory and timestamp.
struct RunCompletion {
    let db: Database
    let source: SourceDescription
    let resultsFileID: Int64
    let options: WriteOptions

    /// - Parameter orphanReference: `directory@timestamp`, shared by the samples and the results.
    /// - Returns: the tasks completed.
    func complete(_ orphanReference: String, with results: ResultsRecord) throws -> Set<String> {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT run.run_id, run.protocol_id, run.checkpoint_id, task.name FROM run
                INNER JOIN task ON task.task_id = run.task_id
                WHERE run.ref = ? AND run.partial = 'no_results'
                """,
            arguments: [orphanReference])
        var completed: Set<String> = []
        for row in rows {
            guard let statement = results.runs[row[3]] else { continue }
            try complete(
                run: row[0], statement, label: orphanReference, oldProtocol: row[1], oldCheckpoint: row[2])
            completed.insert(row[3])
        }
        if !completed.isEmpty { try CheckpointTable(db: db).removeReferenceIfUnused(orphanReference) }
        return completed
    }

    private func complete(
        run: Int64, _ statement: RunRecord, label: String, oldProtocol: Int64, oldCheckpoint: Int64
    ) throws {
        let decided = options.modelRules.decide(statement.reference)?.identity
        let checkpoint = try CheckpointTable(db: db).checkpoint(
            of: statement.reference, decided: decided, in: source)
        let protocolID = try declare(statement.protocolDeclaration, for: oldProtocol, run: run)
        try db.execute(
            sql: """
                UPDATE run SET ref = ?, checkpoint_id = ?, protocol_id = ?, results_file_id = ?, engine = ?,
                    dtype = ?, harness_version = ?, task_version = ?, evaluated_at = ?, selection = ?,
                    n_expected = ?, partial = ?, config = ?, is_primary = 0
                WHERE run_id = ?
                """,
            arguments: [
                statement.reference.ref, checkpoint, protocolID, resultsFileID, statement.engine,
                statement.dtype,
                statement.harnessVersion, statement.taskVersion, statement.evaluatedAt, statement.selection,
                statement.nExpected, statement.partial?.rawValue, statement.config, run,
            ])
        try ProtocolTable(db: db).noteShots(statement.protocolDeclaration, of: run)
        try RunKey(db: db).refresh(run: run, label: label)
        try ReportedMetricTable(db: db).link(
            run: run, ref: statement.reference.ref, task: statement.task.name, source: resultsFileID)
        let primaries = PrimaryRuns(db: db)
        try primaries.choose(checkpoint: oldCheckpoint, protocolID: oldProtocol)
        try primaries.choose(checkpoint: checkpoint, protocolID: protocolID)
    }

    /// The protocol that only this run uses takes the declaration; a shared one was found by its content.
    private func declare(_ declaration: ProtocolDeclaration, for protocolID: Int64, run: Int64) throws
        -> Int64
    {
        let isShared = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE protocol_id = ? AND run_id <> ?)",
            arguments: [protocolID, run])
        guard isShared == false else { return protocolID }
        try ProtocolTable(db: db).redeclare(protocolID, declaration)
        return protocolID
    }
}
