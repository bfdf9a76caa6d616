public import LogariumCore

/// How a file of some format is read, in three steps: blocks are cut in order by one thread, parsed in any order
/// by many, and what they give is collected in order by one.
protocol FileReader: Sendable {
    associatedtype Block: Sendable
    associatedtype Parsed: Sendable
    associatedtype Collector: SampleCollector<Parsed>

    /// The next block of a part at every call; nil at its end.
    /// - Throws: `SourceError` of the stream.
    func blocks(of part: SourcePart) throws -> () throws -> Block?
    func parse(_ block: Block, with tools: ReadingTools) -> Parsed
    func collector() throws -> Collector
}

/// Puts what was parsed into a sink: all that depends on the lines before.
protocol SampleCollector<Parsed> {
    associatedtype Parsed

    /// Called once, before the first block.
    mutating func start(into sink: any SampleSink) throws
    mutating func take(_ parsed: Parsed, into sink: any SampleSink, noting known: KnownExamples) throws
    /// Called once, after the last block.
    mutating func finish(into sink: any SampleSink) throws
}

extension SampleCollector {
    mutating func start(into sink: any SampleSink) throws {}
    mutating func finish(into sink: any SampleSink) throws {}
}

/// A block to be parsed, by any thread.
public typealias ParsingJob = @Sendable (ReadingTools) -> CollectingJob

/// What was parsed, to be collected: in the order of the blocks, by one thread.
public typealias CollectingJob = @Sendable (any SampleSink) throws -> Void

/// The blocks of one open source as jobs, part by part, in order.
public final class ParsingJobs {
    private let produce: () throws -> ParsingJob?

    init<Reader: FileReader>(_ reader: Reader, of parts: any SourceParts) throws {
        var next: () throws -> Reader.Block? = { nil }
        let collector = Collecting(try reader.collector())
        var stage = Stage.start
        produce = {
            switch stage {
            case .start:
                stage = .blocks
                return { _ in { try collector.value.start(into: $0) } }
            case .blocks:
                while true {
                    if let block = try next() {
                        return { tools in
                            let parsed = reader.parse(block, with: tools)
                            let known = tools.known
                            return { try collector.value.take(parsed, into: $0, noting: known) }
                        }
                    }
                    guard let part = try parts.next() else { break }
                    next = try reader.blocks(of: part)
                }
                stage = .end
                return { _ in { try collector.value.finish(into: $0) } }
            case .end: return nil
            }
        }
    }

    private enum Stage { case start, blocks, end }

    /// The next job; nil when the source has been read to its end.
    /// - Throws: `SourceError` of the stream.
    public func next() throws -> ParsingJob? { try produce() }

    /// Does all jobs one after the other.
    func run(into sink: any SampleSink, with tools: ReadingTools) throws {
        while let parse = try next() { try parse(tools)(sink) }
    }
}

/// A collector belongs to the one thread that collects: jobs only carry it there.
private final class Collecting<Value>: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
}
