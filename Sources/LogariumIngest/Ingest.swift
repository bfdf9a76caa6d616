import Foundation
import LogariumCore
import LogariumReaders
import LogariumStore

/// Takes run outputs into a warehouse: finds them, reads them, stores each file whole or not at all.
///
/// ```swift
/// var options = IngestOptions()
/// options.models = "examples/lab/models.csv"
/// let summary = try Ingest(options: options).run(["examples/lab/runs.tar.xz"], into: "lab.db")
/// ```
public struct Ingest {
    public var options: IngestOptions
    public var observer: IngestObserver

    public init(options: IngestOptions = IngestOptions(), observer: IngestObserver = IngestObserver()) {
        self.options = options
        self.observer = observer
    }

    /// - Parameters:
    ///   - paths: files, directories and archives.
    ///   - warehouse: made where there is none.
    /// - Returns: what became of every file; a bad file does not keep the others out.
    /// - Throws: `SourceError` for a path that does not exist or that nothing reads, and for a rule file with a
    ///   fault, before anything is stored; `WarehouseError`; `CancellationError` when the observer says so.
    public func run(_ paths: [String], into warehouse: String) throws -> IngestSummary {
        let start = Date()
        let write = try writeOptions()
        var summary = IngestSummary()
        if options.readsAggregates {
            let session = try AggregateSession(paths: paths, write: write, ingest: self)
            try change(warehouse) { try session.run(into: $0, &summary) }
        } else {
            let catalog = try scan(paths)
            // What is named and cannot be read keeps nobody else out.
            if let refused = catalog.refused.first, catalog.files.isEmpty, catalog.results.isEmpty {
                throw refused
            }
            summary.passedOver = catalog.passedOver
            summary.unreadable = catalog.refused + catalog.errors
            try change(warehouse) {
                try IngestSession(catalog: catalog, warehouse: $0, write: write, ingest: self).run(&summary)
            }
        }
        summary.seconds = Date().timeIntervalSince(start)
        return summary
    }

    private func writeOptions() throws -> WriteOptions {
        var write = WriteOptions()
        write.onConflict = options.onConflict
        write.runLabel = options.runLabel
        write.setsLinesAside = options.rejectFile != nil
        write.keepsText = options.keepsText
        if let path = options.models { write.modelRules = try RuleFile.models(path) }
        if let path = options.tasks { write.taskRules = try RuleFile.tasks(path) }
        return write
    }

    private func scan(_ paths: [String]) throws -> SourceCatalog {
        var progress = IngestProgress(phase: .scanning)
        return try SourceCatalog.scan(
            paths: paths, map: try ColumnMapping.table(options.columns), ignoring: options.ignoring,
            digesting: false
        ) { location in
            if observer.isCancelled() { throw CancellationError() }
            progress.nFiles += 1
            progress.place = location.description
            observer.onProgress(progress)
        }
    }

    private func change(_ path: String, _ changes: (Warehouse) throws -> Void) throws {
        if options.isDryRun { return try rehearse(path, changes) }
        let warehouse = try Warehouse(path: path, waiting: options.waiting, onWait: observer.onWait)
        try changes(warehouse)
        try warehouse.packColumns { done, all in
            var progress = IngestProgress(phase: .packing)
            (progress.nRunsDone, progress.nRuns) = (done, all)
            observer.onProgress(progress)
            return !observer.isCancelled()
        }
    }

    /// Does everything inside one transaction that is rolled back at the end; a warehouse that does not exist
    /// is rehearsed in a temporary one.
    private func rehearse(_ path: String, _ changes: (Warehouse) throws -> Void) throws {
        var path = path
        var temporary: URL?
        if !FileManager.default.fileExists(atPath: path) {
            let directory = FileManager.default.temporaryDirectory.appending(
                path: "logarium-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            path = directory.appending(path: "rehearsal.db").path
            temporary = directory
        }
        defer { if let temporary { try? FileManager.default.removeItem(at: temporary) } }
        let warehouse = try Warehouse(path: path, waiting: options.waiting, onWait: observer.onWait)
        try warehouse.rehearse { try changes(warehouse) }
    }
}
