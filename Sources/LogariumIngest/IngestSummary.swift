public import LogariumCore
public import LogariumStore

/// What became of one source file.
public struct FileOutcome: Sendable {
    /// `path`, or `archive:member`.
    public var place: String
    public var format: String
    public var bytes: Int
    public var result: Result<SourceOutcome, SourceError>

    public var outcome: SourceOutcome? { try? result.get() }
    /// Nothing of the file was stored because everything in it was there.
    public var isIdentical: Bool { outcome?.isIdentical ?? false }
    public var conflicts: [RunOutcome] { outcome?.runs.filter { $0.kind == .conflict } ?? [] }
}

/// What an ingest did, file by file.
public struct IngestSummary: Sendable {
    public var files: [FileOutcome] = []
    /// Files of other kinds met while walking, counted by kind.
    public var passedOver: [String: Int] = [:]
    /// Faults of files that could not even be opened.
    public var unreadable: [SourceError] = []
    /// Rule rows that matched but disagree with an earlier one: file, name and lines.
    public var disagreeingRules: [String] = []
    /// Rule rows with a field that no document of their tasks has.
    public var misnamedFields: [String] = []
    /// Rule rows that match nothing in the warehouse.
    public var idleRules: [String] = []
    /// References and tasks whose identity the rule files changed.
    public var nIdentitiesChanged = 0
    public var seconds = 0.0

    public var refused: [SourceError] {
        unreadable + files.compactMap { if case .failure(let error) = $0.result { error } else { nil } }
    }
    public var conflicts: [(place: String, run: RunOutcome)] {
        files.flatMap { file in file.conflicts.map { (file.place, $0) } }
    }
    public var nRejected: Int { files.reduce(0) { $0 + ($1.outcome?.nRejected ?? 0) } }
    public var nResponses: Int { files.reduce(0) { $0 + ($1.outcome?.nNewResponses ?? 0) } }
    /// Per-example scores stored.
    public var nScores: Int { files.reduce(0) { $0 + ($1.outcome?.nNewScores ?? 0) } }
    public var nRuns: Int { files.reduce(0) { $0 + ($1.outcome?.nNewRuns ?? 0) } }
    /// Examples with scores of the runs that have no responses.
    public var nScoredExamples: Int {
        files.flatMap { $0.outcome?.runs ?? [] }.filter { $0.isStored && $0.nResponses == 0 }
            .reduce(0) { $0 + $1.nExamples }
    }
    /// Runs whose samples hold more than their results say were evaluated.
    public var overfull: [(place: String, run: RunOutcome)] { runs { $0.isStored && $0.isOverfull } }
    /// Runs of which lines were said twice, with equal values.
    public var repeated: [(place: String, run: RunOutcome)] { runs { $0.nRepeated > 0 } }
    private func runs(_ isWanted: (RunOutcome) -> Bool) -> [(place: String, run: RunOutcome)] {
        files.flatMap { file in (file.outcome?.runs ?? []).filter(isWanted).map { (file.place, $0) } }
    }
    /// Aggregates stored.
    public var nReported: Int { files.reduce(0) { $0 + ($1.outcome?.nReported ?? 0) } }
    /// True where something asks for the user's attention: the command then ends with 2.
    public var hasFindings: Bool {
        !refused.isEmpty || !conflicts.isEmpty || nRejected > 0 || !disagreeingRules.isEmpty
            || !overfull.isEmpty || !misnamedFields.isEmpty
    }

    /// One row a format, in the order of their names.
    public var byFormat: [FormatCount] {
        Dictionary(grouping: files, by: \.format).sorted { $0.key < $1.key }
            .map { FormatCount(format: $0.key, files: $0.value) }
    }
}

/// Files and runs of one format, by what became of them.
public struct FormatCount: Sendable {
    public var format: String
    public var nFiles: Int
    public var nNew: Int
    public var nIdentical: Int
    public var nConflicts: Int
    public var nRefused: Int
    public var nRejectedLines: Int
    public var nResponses: Int
    /// Per-example scores stored.
    public var nScores: Int
    /// Aggregates stored.
    public var nReported: Int

    init(format: String, files: [FileOutcome]) {
        self.format = format
        nFiles = files.count
        nIdentical = files.count(where: \.isIdentical)
        nConflicts = files.count { !$0.conflicts.isEmpty }
        nRefused = files.count { $0.outcome == nil }
        nNew = nFiles - nIdentical - nRefused - files.count { !$0.conflicts.isEmpty }
        nRejectedLines = files.reduce(0) { $0 + ($1.outcome?.nRejected ?? 0) }
        nResponses = files.reduce(0) { $0 + ($1.outcome?.nNewResponses ?? 0) }
        nScores = files.reduce(0) { $0 + ($1.outcome?.nNewScores ?? 0) }
        nReported = files.reduce(0) { $0 + ($1.outcome?.nReported ?? 0) }
    }
}

/// How far an ingest is.
public struct IngestProgress: Sendable {
    public enum Phase: Sendable { case scanning, reading, closing, packing }
    public var phase: Phase
    public var nFiles = 0
    public var nFilesDone = 0
    /// Bytes on disk (of the members, inside an archive).
    public var bytes = 0
    public var bytesDone = 0
    public var nResponses = 0
    /// Of the runs of the file that is being closed, or whose columns are packed at the end.
    public var nRuns = 0
    public var nRunsDone = 0
    public var place = ""
}
