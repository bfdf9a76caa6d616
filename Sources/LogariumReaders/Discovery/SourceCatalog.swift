public import LogariumCore

/// What lies under some paths: results files read, files of responses found and paired, the rest counted.
public struct SourceCatalog: Sendable {
    public internal(set) var results: [ResultsFile] = []
    /// Files of samples and tables, in the order in which they are read.
    public internal(set) var files: [SourceFile] = []
    /// Files that nothing here reads, met on the way: kind (`.yaml`, `archive in an archive`) and count.
    public internal(set) var passedOver: [String: Int] = [:]
    /// Files that should have been read and could not; the others are not concerned.
    public internal(set) var errors: [SourceError] = []
    /// Paths that were named outright and that nothing here reads.
    public internal(set) var refused: [SourceError] = []
    private let formats: [any InputFormat]

    init(formats: [any InputFormat]) { self.formats = formats }

    /// Looks at every file under the paths: opens archives once, reads every results file.
    /// - Parameters:
    ///   - paths: files and directories.
    ///   - map: what a table calls a column.
    ///   - ignoring: names of a table's columns that are left out.
    ///   - digesting: whether every file is read to its end; otherwise `SourceFile.sha256` may be nil.
    ///   - progress: called with each file before it is looked at.
    /// - Throws: what `progress` throws; faults of files are in the catalog.
    public static func scan(
        paths: [String], map: [TableColumn: String] = [:], ignoring: [String] = [], digesting: Bool = true,
        progress: (SourceLocation) throws -> Void = { _ in }
    ) throws -> SourceCatalog {
        try scan(
            paths: paths, as: InputFormats.all(map: map, ignoring: ignoring), digesting: digesting,
            progress: progress)
    }

    static func scan(
        paths: [String], as formats: [any InputFormat], digesting: Bool = true,
        progress: (SourceLocation) throws -> Void = { _ in }
    ) throws -> SourceCatalog {
        var scan = SourceScan(formats: formats, digesting: digesting)
        for path in paths { try scan.add(path, progress: progress) }
        return scan.finish()
    }

    /// The sum of the files' bytes, for progress.
    public var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

    /// The results file of a file of samples.
    public func results(of file: SourceFile) -> ResultsFile? { file.results.map { results[$0] } }

    /// Results files whose tasks have no file of samples, with the keys of those tasks, sorted.
    public var withoutSamples: [(results: Int, tasks: [String])] {
        var found: [Int: Set<String>] = [:]
        for file in files {
            if let index = file.results, let key = file.taskKey { found[index, default: []].insert(key) }
        }
        return results.indices.compactMap { index in
            let missing = Set(results[index].statement.runs.keys).subtracting(found[index] ?? [])
            return missing.isEmpty ? nil : (index, missing.sorted())
        }
    }

    /// Opens files in turn, each archive once and in its own order.
    /// - Parameters:
    ///   - isWanted: asked before a file is opened.
    ///   - body: gets the source opened, valid during the call. What it throws ends the walk.
    ///   - failed: gets the fault of a file that cannot be opened; the walk goes on.
    public func forEach(
        where isWanted: (SourceFile) throws -> Bool = { _ in true },
        _ body: (SourceFile, any OpenSource) throws -> Void,
        failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        var rest = files[...]
        while let path = rest.first?.location.path {
            let group = rest.prefix { $0.location.path == path }
            rest = rest.dropFirst(group.count)
            let wanted = try group.filter(isWanted)
            guard !wanted.isEmpty else { continue }
            try SourceOpening(path: path, files: wanted).forEach(body, failed: failed)
        }
    }

    /// Reads a file of its own, or a container, to its end.
    /// - Throws: `SourceError` where it cannot be read.
    public func digest(of file: SourceFile) throws -> FileDigest {
        if let contents = file.contents { return try OpenContainer(file.location.path, contents).finish() }
        let (sha256, bytes) = try DigestingStream(FileStream(path: file.location.path)).finish()
        return FileDigest(sha256: sha256, bytes: bytes)
    }

    /// Reads one file into a sink, on this thread.
    /// - Throws: `SourceError`, with the file's place, and what the sink throws.
    public func read(_ file: SourceFile, from parts: any SourceParts, into sink: any SampleSink) throws {
        try jobs(of: file, from: parts).run(into: sink, with: ReadingTools())
    }

    /// Opens one file to be read on several threads.
    /// - Throws: `SourceError`, with the file's place.
    public func jobs(of file: SourceFile, from parts: any SourceParts) throws -> ParsingJobs {
        guard let format = formats.first(where: { $0.name == file.format }) else {
            throw SourceError(
                path: file.location.description, reason: "the format \"\(file.format)\" is not known",
                remedy: "use a newer logarium")
        }
        return try format.jobs(of: file, results: results(of: file), from: parts)
    }
}
