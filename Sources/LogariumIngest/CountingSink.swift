import LogariumCore

/// Passes everything on, counts responses, and stops when told to.
final class CountingSink: SampleSink {
    private let next: any SampleSink
    private let onCount: (Int) -> Void
    private let isCancelled: () -> Bool
    private(set) var nResponses = 0
    /// The last line that held a sample or was set aside.
    private(set) var lastLine = 0
    private(set) var rejected: [RejectedLine] = []

    /// - Parameter onCount: told every 256 responses.
    init(_ next: any SampleSink, isCancelled: @escaping () -> Bool, onCount: @escaping (Int) -> Void) {
        self.next = next
        self.isCancelled = isCancelled
        self.onCount = onCount
    }

    func open(_ run: RunRecord) throws -> RunHandle { try next.open(run) }

    func needsDetail(of contentHash: Hash128, in run: RunHandle) throws -> Bool {
        try next.needsDetail(of: contentHash, in: run)
    }

    func add(_ sample: Sample, to run: RunHandle) throws {
        try next.add(sample, to: run)
        lastLine = max(lastLine, sample.line)
        nResponses += 1
        guard nResponses % 256 == 0 else { return }
        if isCancelled() { throw CancellationError() }
        onCount(nResponses)
    }

    func reject(_ line: RejectedLine) throws {
        try next.reject(line)
        lastLine = max(lastLine, line.line)
        rejected.append(line)
    }
}
