import Foundation
import LogariumCore
import LogariumReaders
import LogariumStore

/// One ingest into one open warehouse: results first, then the samples that belong to them.
struct IngestSession {
    let catalog: SourceCatalog
    let warehouse: Warehouse
    let write: WriteOptions
    let ingest: Ingest

    func run(_ summary: inout IngestSummary) throws {
        let rules = RuleApplication(warehouse: warehouse, write: write, options: ingest.options)
        try rules.run(&summary)
        rules.note(references: catalog.results.map(\.statement.reference), &summary)
        let rejects = try ingest.options.rejectFile.map(RejectFile.init)
        for index in catalog.results.indices { try ingestResults(index, &summary) }
        var progress = IngestProgress(phase: .reading)
        progress.nFiles = catalog.files.count
        progress.bytes = catalog.bytes
        let known = try knownFiles()
        let reading = ParallelReading(
            catalog, wanted: Set(catalog.files.map(\.location)).subtracting(known))
        for file in catalog.files {
            if known.contains(file.location) {
                finish(file, .success(SourceOutcome(wasKnown: true)), &progress, &summary)
                continue
            }
            let result = try read(file, from: reading, rejects, progress)
            if let outcome = try? result.get() { progress.nResponses += outcome.nNewResponses }
            finish(file, result, &progress, &summary)
        }
        try rejects?.close()
        try rules.finish(&summary)
    }

    /// Files that were ingested before. Only one that may have been is read for its digest.
    private func knownFiles() throws -> Set<SourceLocation> {
        var known: Set<SourceLocation> = []
        for file in catalog.files {
            if ingest.observer.isCancelled() { throw CancellationError() }
            let source = description(of: file)
            guard try warehouse.mayHold(source, bytes: file.bytes),
                // A file that cannot be read says so when it is its turn.
                let sha256 = file.sha256 ?? (try? catalog.digest(of: file).sha256),
                try warehouse.holds(source, sha256: sha256)
            else { continue }
            known.insert(file.location)
        }
        return known
    }

    private func ingestResults(_ index: Int, _ summary: inout IngestSummary) throws {
        if ingest.observer.isCancelled() { throw CancellationError() }
        let file = catalog.results[index]
        let source = SourceDescription(
            path: file.location.path, member: file.location.member ?? "", role: .results, format: file.format,
            readerVersion: file.readerVersion,
            harnessVersion: file.statement.runs.values.first?.harnessVersion)
        let withSamples = catalog.files.lazy.filter { $0.results == index }.compactMap(\.taskKey)
        let result: Result<SourceOutcome, SourceError>
        do {
            let outcome = try warehouse.ingest(
                file.statement, from: source,
                digest: SourceDigest(sha256: file.sha256, bytes: file.bytes, lines: 0),
                tasksWithSamples: Set(withSamples), orphanReference: file.orphanReference, options: write)
            result = .success(outcome)
        } catch let error as SourceError {
            result = .failure(error)
        }
        let report = FileOutcome(
            place: source.place, format: "\(file.format) results", bytes: file.bytes, result: result)
        summary.files.append(report)
        ingest.observer.onFile(report)
    }

    /// A fault of the file is a result; a fault of the warehouse or of the user's patience ends the ingest.
    private func read(
        _ file: SourceFile, from reading: ParallelReading, _ rejects: RejectFile?, _ progress: IngestProgress
    ) throws -> Result<SourceOutcome, SourceError> {
        let observer = ingest.observer
        var rejected: [RejectedLine] = []
        do {
            var closing = progress
            closing.phase = .closing
            let onClose: (Int, Int) -> Void = { done, all in
                (closing.nRunsDone, closing.nRuns) = (done, all)
                observer.onProgress(closing)
            }
            let outcome = try warehouse.ingest(description(of: file), options: write, onClose: onClose) {
                sink in
                var bytesRead = 0
                let counting = CountingSink(sink, isCancelled: observer.isCancelled) { count in
                    var now = progress
                    now.bytesDone += bytesRead
                    now.nResponses += count
                    observer.onProgress(now)
                }
                let digest = try reading.collect(into: counting) { bytesRead = $0 }
                rejected = counting.rejected
                return SourceDigest(sha256: digest.sha256, bytes: digest.bytes, lines: counting.lastLine)
            }
            // The same bytes under another name: their rejected lines have been told.
            if !outcome.wasKnown { try rejects?.add(rejected, of: file.location.description) }
            return .success(outcome)
        } catch let error as SourceError {
            return .failure(error)
        }
    }

    private func finish(
        _ file: SourceFile, _ result: Result<SourceOutcome, SourceError>, _ progress: inout IngestProgress,
        _ summary: inout IngestSummary
    ) {
        let kind = file.role == .samples ? "\(file.format) samples" : file.format
        let report = FileOutcome(
            place: file.location.description, format: kind, bytes: file.bytes, result: result)
        summary.files.append(report)
        progress.nFilesDone += 1
        progress.bytesDone += file.bytes
        ingest.observer.onFile(report)
        ingest.observer.onProgress(progress)
    }

    private func description(of file: SourceFile) -> SourceDescription {
        let results = catalog.results(of: file)
        return SourceDescription(
            path: file.location.path, member: file.location.member ?? "",
            role: file.role == .samples ? .samples : .table, format: file.format,
            readerVersion: file.readerVersion,
            harnessVersion: results?.statement.runs.values.first?.harnessVersion,
            pairedSHA256: results?.sha256 ?? "")
    }
}
