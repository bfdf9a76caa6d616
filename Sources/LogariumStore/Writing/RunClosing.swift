import GRDB
import LogariumCore

/// What happens to a run when its source has been read to the end.
struct RunClosing {
    let db: Database
    let sourceFileID: Int64
    let resultsFileID: Int64?
    /// Of the source file.
    let sha256: String
    let onConflict: ConflictPolicy
    let hasRejectedLines: Bool

    func close(_ run: OpenRun) throws -> RunOutcome {
        let protocols = ProtocolTable(db: db)
        let examples = run.examples.all
        let (protocolID, holdsAll) = try protocols.matching(run, examples)
        let key = try RunKey(db: db).key(of: run.runID, protocolID: protocolID)
        try removePartial(of: run)
        let counts = try RunCounts(of: run.runID, in: db)
        var outcome = RunOutcome(
            kind: .new, task: run.statement.task.name, ref: run.statement.reference.ref,
            nResponses: counts.nResponses)
        (outcome.nExamples, outcome.nScores) = (counts.nExamples, counts.nScores)
        (outcome.nRepeated, outcome.nExpected) = (run.nRepeated, run.statement.nExpected)
        if let known = try db.fetchCachedValue(
            Int64.self, sql: "SELECT run_id FROM run WHERE run_key = ?", arguments: [key])
        {
            try settle(run, with: known, &outcome)
        }
        switch outcome.kind {
        case .identical, .conflict, .skipped:
            try drop(run.runID)
        case .new, .extended, .replaced:
            if !holdsAll { try protocols.add(examples, to: protocolID) }
            try keep(run, counts, protocolID: protocolID, key: key)
        }
        try protocols.removeUnused(task: run.taskID)
        return outcome
    }

    /// Compares with the known run of the same key and decides which of the two stays.
    private func settle(_ run: OpenRun, with known: Int64, _ outcome: inout RunOutcome) throws {
        let comparison = try RunComparison(old: known, new: run.runID, in: db)
        if comparison.isIdentical {
            outcome.kind = .identical
            // What the rerun's results report is held against the samples that it repeats.
            outcome.isLinked = try ReportedMetricTable(db: db).link(
                run: known, ref: run.statement.reference.ref, task: run.statement.task.name,
                source: resultsFileID)
            return
        }
        outcome.maxDifference = comparison.maxDifference
        outcome.nDiffering = comparison.nDiffering + comparison.nOnlyNew + comparison.nOnlyOld
        outcome.kind = comparison.extends ? .extended : onConflict.outcome
        outcome.differingSettings = try RunSettings.differing(known, run.runID, in: db)
        guard outcome.kind == .extended || outcome.kind == .replaced else { return }
        if outcome.kind == .extended {
            try ReportedMetricTable(db: db).move(from: known, to: run.runID)
        }
        try drop(known)
    }

    private func keep(_ run: OpenRun, _ counts: RunCounts, protocolID: Int64, key: String) throws {
        let partial = run.statement.partial ?? (hasRejectedLines ? .rejectedLines : nil)
        try db.executeCached(
            sql: """
                UPDATE run SET protocol_id = ?, run_key = ?, results_file_id = ?, partial = ? WHERE run_id = ?
                """,
            arguments: [protocolID, key, resultsFileID, partial?.rawValue, run.runID])
        try counts.store(in: run.runID, db)
        try ProtocolTable(db: db).noteShots(run.statement.protocolDeclaration, of: run.runID)
        for (metric, tally) in run.checks.sorted(by: { $0.key < $1.key }) {
            try db.executeCached(
                sql: "INSERT INTO score_check VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run.runID, metric, tally.equal, tally.differs, tally.inferredGold, tally.notComputable,
                    tally.maxDifference,
                ])
        }
        try ReportedMetricTable(db: db).link(
            run: run.runID, ref: run.statement.reference.ref, task: run.statement.task.name,
            source: resultsFileID)
        try PrimaryRuns(db: db).choose(checkpoint: run.checkpointID, protocolID: protocolID)
    }

    /// Removes the run that stood here while its results or its samples were missing.
    private func removePartial(of run: OpenRun) throws {
        let stale = try Int64.fetchAll(
            try db.cachedStatement(
                sql: """
                    SELECT run_id FROM run INDEXED BY run_results_file
                    WHERE results_file_id = ?3 AND task_id = ?1 AND run_id <> ?2 AND ref = ?5
                        AND partial = 'no_samples'
                    UNION ALL
                    SELECT run.run_id FROM source_file
                    CROSS JOIN run INDEXED BY run_samples_file
                        ON run.samples_file_id = source_file.source_file_id
                    WHERE ?3 IS NOT NULL AND source_file.sha256 = ?4 AND run.task_id = ?1 AND run.run_id <> ?2
                        AND run.partial = 'no_results'
                    """),
            arguments: [run.taskID, run.runID, resultsFileID, sha256, run.statement.reference.ref])
        for id in stale { try drop(id) }
    }

    private func drop(_ run: Int64) throws {
        let row = try db.fetchCachedRow(
            sql: "SELECT checkpoint_id, protocol_id, ref FROM run WHERE run_id = ?", arguments: [run])
        try db.executeCached(sql: "DELETE FROM run WHERE run_id = ?", arguments: [run])
        guard let row else { return }
        try PrimaryRuns(db: db).choose(checkpoint: row[0], protocolID: row[1])
        try CheckpointTable(db: db).removeReferenceIfUnused(row[2])
    }
}

extension ConflictPolicy {
    fileprivate var outcome: RunOutcome.Kind {
        switch self {
        case .error: .conflict
        case .skip: .skipped
        case .replace: .replaced
        }
    }
}

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
