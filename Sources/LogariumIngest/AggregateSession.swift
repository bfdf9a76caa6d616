import LogariumCore
import LogariumReaders
import LogariumStore

/// An ingest of tables of aggregates.
struct AggregateSession {
    let tables: [(path: String, table: Result<AggregateTable, SourceError>)]
    let write: WriteOptions
    let ingest: Ingest

    /// Reads the tables; a fault refuses its own table only.
    ///
    /// - Throws: `SourceError` for an unknown column in `--map`.
    init(paths: [String], write: WriteOptions, ingest: Ingest) throws {
        let map = try ColumnMapping.aggregates(ingest.options.columns)
        tables = paths.map { path in
            (path, Result { () throws(SourceError) in try Self.read(path, map, ingest.options.metric) })
        }
        self.write = write
        self.ingest = ingest
    }

    func run(into warehouse: Warehouse, _ summary: inout IngestSummary) throws {
        let references = tables.compactMap { try? $0.table.get() }.flatMap { $0.rows.map(\.run.reference) }
        try RuleApplication(warehouse: warehouse, write: write, options: ingest.options)
            .run(references: Array(Set(references)), &summary)
        for (path, table) in tables {
            if ingest.observer.isCancelled() { throw CancellationError() }
            let report = try store(table, of: path, in: warehouse)
            summary.files.append(report)
            ingest.observer.onFile(report)
        }
    }

    private func store(
        _ table: Result<AggregateTable, SourceError>, of path: String, in warehouse: Warehouse
    ) throws -> FileReport {
        var report = FileReport(
            place: path, format: "aggregates", bytes: 0, result: .success(SourceOutcome()))
        do {
            let table = try table.get()
            report.bytes = table.bytes
            report.result = .success(
                try warehouse.ingest(
                    table.rows,
                    from: SourceDescription(path: path, role: .aggregates, format: "aggregates"),
                    digest: SourceDigest(
                        sha256: table.sha256, bytes: table.bytes, lines: table.rows.count + 1),
                    options: write))
        } catch let error as SourceError {
            report.result = .failure(error)
        }
        return report
    }

    private static func read(
        _ path: String, _ map: [AggregateColumn: String], _ metric: String?
    ) throws(SourceError) -> AggregateTable {
        do {
            return try AggregateTable(path: path, map: map, metric: metric)
        } catch let error as SourceError {
            throw error
        } catch {
            throw SourceError(path: path, reason: "cannot be read: \(error)", remedy: "copy the file again")
        }
    }
}
