import LogariumCore
import Synchronization

/// What one thread needs to parse; not to be shared.
public final class ReadingTools {
    let parser: JSONParser
    let known: KnownExamples
    let heads: LMEvalHeadMemory
    /// For text that is to be parsed and has no room for it where it is.
    var scratch = PaddedBytes()

    /// - Parameter known: shared by all threads of one ingest.
    public init(known: KnownExamples = KnownExamples()) throws {
        parser = try JSONParser()
        self.known = known
        heads = LMEvalHeadMemory(known.heads)
    }
}

/// The content hashes that a sink has been seen to know: the details of such an example are not made.
///
/// A hint only: the sink decides, and a detail that turns out to be wanted is made then.
public final class KnownExamples: Sendable {
    /// About 32 MB; what comes after is not noted.
    private static let capacity = 500_000
    private let hashes = Mutex<Set<Hash128>>([])
    let heads = LMEvalHeads()

    public init() {}

    func contains(_ hash: Hash128) -> Bool { hashes.withLock { $0.contains(hash) } }

    func note(_ hash: Hash128) {
        hashes.withLock { if $0.count < Self.capacity { $0.insert(hash) } }
    }
}
