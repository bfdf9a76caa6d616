public import LogariumStore

/// What an ingest is told.
public struct IngestOptions: Sendable {
    public var onConflict = ConflictPolicy.error
    /// Tells the runs of this ingest from others of the same checkpoint and protocol; empty where nothing needs to.
    public var runLabel = ""
    /// Path of `models.csv`; nil where there is none.
    public var models: String?
    /// Path of `tasks.csv`; nil where there is none.
    public var tasks: String?
    /// Where bad lines go; nil refuses a file at its first bad line.
    public var rejectFile: String?
    /// Column names of a table: ours by theirs.
    public var columns: [String: String] = [:]
    /// Names of a table's columns that are left out.
    public var ignoring: [String] = []
    /// The files are tables of aggregates: one reported value a line, no examples.
    public var readsAggregates = false
    /// What every line of a table of aggregates measures, where no column says it.
    public var metric: String?
    /// Whether prompts, choices and documents are stored.
    public var keepsText = true
    /// Reads and compares everything, stores nothing.
    public var isDryRun = false
    /// Seconds to wait for another writer.
    public var waiting = 60.0

    public init() {}
}

/// What an ingest tells while it runs, and asks.
public struct IngestObserver {
    public var onProgress: (IngestProgress) -> Void = { _ in }
    public var onFile: (FileOutcome) -> Void = { _ in }
    public var onWait: (_ holder: String) -> Void = { _ in }
    /// Asked every few responses; true ends the ingest cleanly after rolling back the open file.
    public var isCancelled: () -> Bool = { false }

    public init() {}
}
