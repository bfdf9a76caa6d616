/// What is read of a source, one after another: a file is one part, the files of a container are several.
public protocol SourceParts: AnyObject {
    /// The next part; nil at the end. The one before need not have been read to its end.
    ///
    /// - Throws: `SourceError` where it cannot be opened.
    func next() throws -> SourcePart?
}

/// A file's or member's decompressed bytes, and where they are.
public struct SourcePart {
    public let location: SourceLocation
    public let stream: any ByteStream

    public init(_ location: SourceLocation, _ stream: any ByteStream) {
        (self.location, self.stream) = (location, stream)
    }
}

/// A file that is open already.
public final class SinglePart: SourceParts {
    private var part: SourcePart?

    public init(_ part: SourcePart) { self.part = part }

    public func next() -> SourcePart? {
        defer { part = nil }
        return part
    }
}
