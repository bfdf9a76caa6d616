import GRDB
public import LogariumCore

extension Warehouse {
    /// Stores a table of aggregates: one reported metric a line, and a run without samples for each checkpoint
    /// and task.
    ///
    /// - Parameter rows: every line of the file.
    /// - Returns: a line that is known with an equal value is identical, with another value a conflict.
    public func ingest(
        _ rows: [AggregateRow], from source: SourceDescription, digest: SourceDigest,
        options: WriteOptions = WriteOptions()
    ) throws -> SourceOutcome {
        try writeOrRollBack { db in
            let known = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE sha256 = ? AND role = 'aggregates')",
                arguments: [digest.sha256])
            if known == true { return (.rollback, SourceOutcome(wasKnown: true)) }
            let id = try insertSourceFile(source, digest: digest, in: db)
            let writer = try SourceWriter(
                db, source: source, sourceFileID: id, options: options, cache: examples)
            let aggregates = AggregateWriter(
                db: db, sourceFileID: id, onConflict: options.onConflict, writer: writer)
            var outcome = SourceOutcome()
            for row in rows { outcome.runs.append(try aggregates.write(row, place: source.place)) }
            outcome.nReported = outcome.count(.new) + outcome.count(.replaced)
            _ = try writer.finish(resultsFileID: id, digest: digest)
            return (outcome.nReported > 0 ? .commit : .rollback, outcome)
        }
    }
}

/// Writes the lines of one table of aggregates.
private struct AggregateWriter {
    let db: Database
    let sourceFileID: Int64
    let onConflict: ConflictPolicy
    let writer: SourceWriter

    func write(_ row: AggregateRow, place: String) throws -> RunOutcome {
        var outcome = RunOutcome(
            kind: .new, task: row.metric.name, ref: row.run.reference.ref, nResponses: 0)
        if let known = try knownValue(row) {
            if known.source == sourceFileID {
                throw SourceError(
                    path: place, line: row.line,
                    reason:
                        "\(row.metric.metric) of \(row.metric.name) for \(row.run.reference.ref) stands twice",
                    remedy: "leave one line, or tell the lines apart by filter, seed or variant")
            }
            if known.value == row.metric.value {
                outcome.kind = .identical
                return outcome
            }
            outcome.nDiffering = 1
            outcome.maxDifference = abs((known.value ?? .infinity) - (row.metric.value ?? .infinity))
            guard onConflict == .replace else {
                outcome.kind = onConflict == .skip ? .skipped : .conflict
                return outcome
            }
            outcome.kind = .replaced
            try db.execute(
                sql: "DELETE FROM reported_metric WHERE reported_metric_id = ?", arguments: [known.id])
        }
        let handle = try writer.open(row.run)
        try ReportedMetricTable(db: db).insert(
            row.metric, ref: row.run.reference.ref, checkpoint: writer.runs[handle.index].checkpointID,
            source: sourceFileID)
        return outcome
    }

    private func knownValue(_ row: AggregateRow) throws -> (id: Int64, source: Int64, value: Double?)? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT reported_metric_id, source_file_id, value FROM reported_metric
                INNER JOIN source_file USING (source_file_id)
                WHERE ref = ? AND reported_metric.name = ? AND metric = ? AND filter = ? AND role = 'aggregates'
                ORDER BY source_file_id = ? DESC LIMIT 1
                """,
            arguments: [
                row.run.reference.ref, row.metric.name, row.metric.metric, row.metric.filter, sourceFileID,
            ]
        ).map { ($0[0], $0[1], $0[2]) }
    }
}
