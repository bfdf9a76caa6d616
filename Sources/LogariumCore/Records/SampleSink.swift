/// Where a reader puts what it reads. A sink stores everything of one source file or nothing.
public protocol SampleSink: AnyObject {
    /// Opens the run that samples belong to; a second call with an equal statement returns the same handle.
    func open(_ run: RunRecord) throws -> RunHandle
    /// Whether the example is new here, so that its `ExampleDetail` is wanted.
    func needsDetail(of contentHash: Hash128, in run: RunHandle) throws -> Bool
    func add(_ sample: Sample, to run: RunHandle) throws
    /// Sets a bad line aside.
    /// - Throws: `SourceError` with the line's place, reason and remedy, where bad lines refuse the file.
    func reject(_ line: RejectedLine) throws
}

public struct RunHandle: Hashable, Sendable {
    public let index: Int
    public init(index: Int) { self.index = index }
}

/// A fault in a source: what, where, and how to go on.
public struct SourceError: Error, Equatable, CustomStringConvertible {
    public var path: String
    public var line: Int?
    public var reason: String
    public var remedy: String

    public init(path: String, line: Int? = nil, reason: String, remedy: String) {
        self.path = path
        self.line = line
        self.reason = reason
        self.remedy = remedy
    }

    public var description: String {
        let place = line.map { "\(path):\($0)" } ?? path
        return "\(place): \(reason); \(remedy)"
    }
}
