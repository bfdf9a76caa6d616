public import LogariumCore

/// A file of responses: of an archive, a member.
public struct SourceFile: Sendable {
    public enum Role: String, Sendable { case samples, table }

    public var location: SourceLocation
    public var role: Role
    /// The name of the `InputFormat` that reads it.
    public var format: String
    /// Raised when reading the same bytes gives something else.
    public var readerVersion: Int
    /// Of the file as it lies on disk, or of the member's bytes: 64 hexadecimal digits. Nil where the scan was told
    /// to leave it to the reading.
    public var sha256: String?
    /// The count of those bytes.
    public var bytes: Int
    /// The task that the file's name says; nil for a table.
    public var task: String?
    /// What ties a harness's files to one another; nil where the name has none.
    public var timestamp: String?
    /// The index in `SourceCatalog.results` of the results file that belongs to it; nil when it is missing.
    public var results: Int?
    /// The task's key in that file's `statement.runs`.
    public var taskKey: String?
}

/// A harness's results file, read.
public struct ResultsFile: Sendable {
    public var location: SourceLocation
    public var format: String
    public var readerVersion: Int
    public var sha256: String
    public var bytes: Int
    public var timestamp: String?
    public var statement: ResultsRecord
    /// The reference under which samples of this file stand in a warehouse that never saw it.
    public var orphanReference: String? {
        timestamp.map { LMEvalUnpaired.reference(directory: location.directoryName, timestamp: $0) }
    }
    /// What the format itself needs to read the samples.
    var details: any Sendable
}
