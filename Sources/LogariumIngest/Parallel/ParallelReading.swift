import Foundation
import LogariumCore
import LogariumReaders
import Synchronization

/// Files read ahead of their writer: one thread reads, hashes and cuts them, several parse, and the caller collects
/// file by file in their order.
///
/// Memory is bounded by the blocks between the first step and the last, whatever the files' size.
final class ParallelReading {
    private let work = OrderedWork<Block, Step>(capacity: 16)
    private let abandoned = Abandoned()
    private var nCollected = 0

    private struct Block: Sendable {
        let parse: ParsingJob
        /// Of its file, when it was cut.
        let bytesRead: Int
    }

    private enum Step: Sendable {
        case collect(CollectingJob, bytesRead: Int)
        /// The end of a file: its digest, or why it cannot be read.
        case end(Result<FileDigest, any Error>)
    }

    /// The last file that is not wanted any further; none is -1.
    private final class Abandoned: Sendable {
        let file = Mutex(-1)
    }

    /// Starts to read.
    ///
    /// - Parameters:
    ///   - wanted: which files of the catalog.
    ///   - threads: that parse.
    init(
        _ catalog: SourceCatalog, wanted: Set<SourceLocation>,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        let (work, abandoned, known) = (work, abandoned, KnownExamples())
        for _ in 0..<threads {
            work.start {
                let tools = Result { try ReadingTools(known: known) }
                return { block in
                    switch tools {
                    case .success(let tools): .collect(block.parse(tools), bytesRead: block.bytesRead)
                    case .failure(let error): .collect({ _ in throw error }, bytesRead: block.bytesRead)
                    }
                }
            }
        }
        work.startPutting { Self.cut(catalog, wanted, into: work, abandoned) }
    }

    deinit { work.stop() }

    /// Collects the next wanted file.
    ///
    /// - Parameter onBlock: told how many bytes of the file have been read.
    /// - Throws: what the reader or the sink throws; the rest of the file is then passed over.
    func collect(into sink: any SampleSink, onBlock: (Int) -> Void) throws -> FileDigest {
        var fault: (any Error)?
        while let step = work.take() {
            defer { work.giveBack(step) }
            switch step {
            case .end(let result):
                nCollected += 1
                if let fault { throw fault }
                return try result.get()
            case .collect(let collect, let bytesRead):
                guard fault == nil else { continue }
                do {
                    try collect(sink)
                    onBlock(bytesRead)
                } catch {
                    fault = error
                    abandoned.file.withLock { $0 = nCollected }
                }
            }
        }
        throw fault ?? CancellationError()
    }

    /// Ends the walk over the files: nobody wants them any more.
    private struct Stopped: Error {}

    private static func cut(
        _ catalog: SourceCatalog, _ wanted: Set<SourceLocation>, into work: OrderedWork<Block, Step>,
        _ abandoned: Abandoned
    ) {
        var number = 0
        func end(_ result: Result<FileDigest, any Error>) throws {
            guard work.put(done: .end(result)) else { throw Stopped() }
            number += 1
        }
        try? catalog.forEach(
            where: { wanted.contains($0.location) },
            { file, source in
                do {
                    let jobs = try catalog.jobs(of: file, from: source)
                    while let parse = try jobs.next(), abandoned.file.withLock({ $0 < number }) {
                        let block = Block(parse: parse, bytesRead: source.rawBytesRead)
                        guard work.put(block) else { throw Stopped() }
                    }
                    try end(.success(try source.finish()))
                } catch let stopped as Stopped {
                    throw stopped
                } catch let error as RecordTooLong {
                    try end(.failure(error.error(in: file.location.description)))
                } catch {
                    try end(.failure(error))
                }
            },
            failed: { _, error in try end(.failure(error)) })
    }
}
