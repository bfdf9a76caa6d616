import LogariumCore
import Testing

@testable import LogariumReaders

extension SinglePart {
    /// A text that is no file.
    convenience init(_ text: [UInt8]) {
        self.init(SourcePart(LogariumReaders.SourceLocation(path: "test"), PrefixedStream(text)))
    }
}

extension SourceParts {
    /// Of a file.
    var onlyStream: any ByteStream {
        get throws { try #require(try next()).stream }
    }
}

/// Keeps what a reader gives it; refuses bad lines unless told to set them aside.
final class RecordingSink: SampleSink {
    var runs: [RunRecord] = []
    var samples: [(run: Int, sample: Sample)] = []
    var rejected: [RejectedLine] = []
    var setsAside = false
    /// Says that every example is known already.
    var knowsAll = false

    func open(_ run: RunRecord) throws -> RunHandle {
        if let index = runs.firstIndex(of: run) { return RunHandle(index: index) }
        runs.append(run)
        return RunHandle(index: runs.count - 1)
    }

    func needsDetail(of contentHash: Hash128, in run: RunHandle) throws -> Bool { !knowsAll }

    func add(_ sample: Sample, to run: RunHandle) throws { samples.append((run.index, sample)) }

    func reject(_ line: RejectedLine) throws {
        rejected.append(line)
        guard setsAside else {
            throw SourceError(path: "test", line: line.line, reason: line.reason, remedy: "mend it")
        }
    }

    var checks: [ScoreCheck] { samples.flatMap(\.sample.checks) }

    func count(_ isCounted: (ScoreCheck.Verdict) -> Bool) -> Int { checks.count { isCounted($0.verdict) } }
}
