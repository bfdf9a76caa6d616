import GRDB
public import LogariumCore

extension Warehouse {
    /// Stores a results file: its checkpoint, its aggregates, and a run for every task whose samples are missing.
    ///
    /// - Parameters:
    ///   - tasksWithSamples: tasks whose samples file is about to be ingested.
    ///   - orphanReference: the reference under which samples without this file were ingested earlier; they
    ///     are completed.
    public func ingest(
        _ results: ResultsRecord, from source: SourceDescription, digest: SourceDigest,
        tasksWithSamples: Set<String>, orphanReference: String?, options: WriteOptions = WriteOptions()
    ) throws -> SourceOutcome {
        try writeOrRollBack { db in
            try blaming(source) {
                try store(
                    results, from: source, digest: digest, tasksWithSamples: tasksWithSamples,
                    orphanReference: orphanReference, options: options, in: db)
            }
        }
    }

    private func store(
        _ results: ResultsRecord, from source: SourceDescription, digest: SourceDigest,
        tasksWithSamples: Set<String>, orphanReference: String?, options: WriteOptions, in db: Database
    ) throws -> (Database.TransactionCompletion, SourceOutcome) {
        let known = try Int64.fetchOne(
            db,
            sql:
                "SELECT source_file_id FROM source_file WHERE sha256 = ? AND role = 'results' AND name = ?",
            arguments: [digest.sha256, source.name])
        if known != nil { return (.rollback, SourceOutcome(wasKnown: true)) }
        try SourceWriter.check(results.reference, in: source)
        let id = try insertSourceFile(source, digest: digest, in: db)
        let decided = options.modelRules.decide(results.reference)?.identity
        let checkpoint = try CheckpointTable(db: db).checkpoint(
            of: results.reference, decided: decided, in: source)
        for metric in results.reported {
            try ReportedMetricTable(db: db).insert(
                metric, ref: results.reference.ref, checkpoint: checkpoint, source: id)
        }
        var outcome = SourceOutcome()
        outcome.nReported = results.reported.count
        let writer = try SourceWriter(
            db, source: source, sourceFileID: id, options: options, cache: examples)
        let completed =
            try orphanReference.map {
                try RunCompletion(db: db, source: source, resultsFileID: id, options: options)
                    .complete($0, with: results)
            } ?? []
        let missing = Set(results.reported.filter { $0.members == nil }.map(\.name))
            .subtracting(tasksWithSamples).subtracting(completed)
        for task in missing.sorted() {
            guard var run = results.runs[task] else { continue }
            run.partial = .noSamples
            _ = try writer.open(run)
        }
        _ = try writer.finish(resultsFileID: id, digest: digest)
        return (.commit, outcome)
    }
}
