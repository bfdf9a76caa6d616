import GRDB
public import LogariumCore

extension Warehouse {
    /// Stores a table of aggregates: one reported metric a line, and a run without samples for each checkpoint, task and
    /// number of shots.
    ///
    /// - Returns: a run all of whose lines are known with equal values is identical; another value is a conflict.
    public func ingest(
        _ content: AggregateRows, from source: SourceDescription, digest: SourceDigest,
        options: WriteOptions = WriteOptions()
    ) throws -> SourceOutcome {
        try writeOrRollBack { db in
            try blaming(source) {
                let known = try Bool.fetchOne(
                    db,
                    sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE sha256 = ? AND role = 'aggregates')",
                    arguments: [digest.sha256])
                if known == true { return (.rollback, SourceOutcome(wasKnown: true)) }
                let id = try insertSourceFile(source, digest: digest, in: db)
                let writer = try AggregateWriter(
                    db, content, source: source, sourceFileID: id, options: options)
                let outcome = try writer.write()
                return (outcome.nReported > 0 ? .commit : .rollback, outcome)
            }
        }
    }
}
