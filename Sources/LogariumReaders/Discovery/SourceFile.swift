public import LogariumCore

/// A source of responses: a file, a member of an archive, or a container whose members are one.
public struct SourceFile: Sendable {
    public enum Role: String, Sendable { case samples, table }

    public var location: SourceLocation
    /// What is read of it where it is a container; nil for a file.
    var contents: ContainerContents?
    public var role: Role
    /// The name of the `InputFormat` that reads it.
    public var format: String
    /// Raised when reading the same bytes gives something else.
    public var readerVersion: Int
    /// Of the file as it lies on disk, or of the member's bytes, of a container of its files' digests and names: 64
    /// hexadecimal digits. Nil where the scan was told to leave it to the reading.
    public var sha256: String?
    /// The count of those bytes.
    public var bytes: Int
    /// What its format knows of it.
    var details: (any Sendable)?
    /// The index in `SourceCatalog.results` of the results file that belongs to it; nil when it is missing.
    public var results: Int?
    /// The task's key in that file's `statement.runs`.
    public var taskKey: String?
}

/// What a format claimed of a container.
struct ContainerContents: Sendable {
    enum Kind: Sendable { case directory, zip }

    let kind: Kind
    /// In the order in which they are read.
    let members: [String]
}

/// A harness's results file, read.
public struct ResultsFile: Sendable {
    public var location: SourceLocation
    public var format: String
    public var readerVersion: Int
    public var sha256: String
    public var bytes: Int
    public var statement: ResultsRecord
    /// The reference under which samples of this file stand in a warehouse that never saw it; nil: under none.
    public var orphanReference: String?
    /// What the format itself needs to read the samples.
    var details: any Sendable
}
