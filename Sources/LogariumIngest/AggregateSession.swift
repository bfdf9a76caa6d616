import LogariumCore
import LogariumReaders
import LogariumStore

/// An ingest of tables of aggregates, one after another.
struct AggregateSession {
    private let files: AggregateFiles
    private let map: [AggregateColumn: String]
    private let write: WriteOptions
    private let ingest: Ingest

    /// - Parameter paths: tables, and directories of them.
    /// - Throws: `SourceError` for an unknown column in `--map`.
    init(paths: [String], write: WriteOptions, ingest: Ingest) throws {
        map = try ColumnMapping.aggregates(ingest.options.columns)
        files = AggregateFiles(under: paths)
        self.write = write
        self.ingest = ingest
    }

    func run(into warehouse: Warehouse, _ summary: inout IngestSummary) throws {
        summary.unreadable += files.faults
        for (kind, count) in files.passedOver { summary.passedOver[kind, default: 0] += count }
        let rules = RuleApplication(warehouse: warehouse, write: write, options: ingest.options)
        try rules.run(&summary)
        var progress = IngestProgress(phase: .reading)
        progress.nFiles = files.paths.count
        for path in files.paths {
            if ingest.observer.isCancelled() { throw CancellationError() }
            progress.place = path
            ingest.observer.onProgress(progress)
            let report = try store(path, in: warehouse, rules, &summary)
            progress.nFilesDone += 1
            summary.files.append(report)
            ingest.observer.onFile(report)
        }
    }

    /// A fault refuses its own table only.
    private func store(
        _ path: String, in warehouse: Warehouse, _ rules: RuleApplication, _ summary: inout IngestSummary
    ) throws -> FileOutcome {
        var report = FileOutcome(
            place: path, format: "aggregates", bytes: 0, result: .success(SourceOutcome()))
        do {
            let table = try read(path)
            rules.note(references: table.content.references, &summary)
            report.bytes = table.bytes
            report.result = .success(
                try warehouse.ingest(
                    table.content,
                    from: SourceDescription(path: path, role: .aggregates, format: "aggregates"),
                    digest: SourceDigest(
                        sha256: table.sha256, bytes: table.bytes, lines: table.content.rows.count + 1),
                    options: write))
        } catch let error as SourceError {
            report.result = .failure(error)
        }
        return report
    }

    private func read(_ path: String) throws(SourceError) -> AggregateTable {
        do {
            return try AggregateTable(path: path, map: map, metric: ingest.options.metric)
        } catch {
            throw SourceError(reading: path, error)
        }
    }
}
