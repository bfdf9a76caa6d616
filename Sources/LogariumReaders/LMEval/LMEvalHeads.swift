import LogariumCore
import Synchronization

/// The heads of lines that threads of one ingest have read: of a line whose head is known only the rest is parsed.
final class LMEvalHeads: SharedMemory {
    /// About 25 MB; what comes after is read whole.
    private static let capacity = 60_000
    private let heads = Mutex<[Hash128: LMEvalHead]>([:])
    fileprivate let key = KeyedHash.Key()

    fileprivate subscript(code: Hash128) -> LMEvalHead? { heads.withLock { $0[code] } }

    fileprivate func note(_ head: LMEvalHead, as code: Hash128) {
        heads.withLock { if $0.count < Self.capacity { $0[code] = head } }
    }
}

/// One thread's way to the heads.
struct LMEvalHeadMemory: ReadingMemory {
    private let heads: LMEvalHeads
    /// Nil remembers nothing.
    private let hash: KeyedHash?

    init(_ heads: LMEvalHeads) {
        self.heads = heads
        hash = KeyedHash(key: heads.key)
    }

    /// The code of a head; nil where it cannot be known again.
    ///
    /// - Parameters:
    ///   - docHash: what the line says of it, 64 bytes.
    ///   - config: SHA-256/128 of what else the head's meaning depends on.
    func code(
        of head: UnsafeRawBufferPointer, docHash: UnsafeRawBufferPointer, config: Hash128
    ) -> Hash128? {
        withUnsafeBytes(of: config) { hash?.code(of: $0, docHash, head) }
    }

    subscript(code: Hash128) -> LMEvalHead? { heads[code] }

    func note(_ head: LMEvalHead, as code: Hash128) { heads.note(head, as: code) }
}

extension ReadingTools {
    var heads: LMEvalHeadMemory { memory(LMEvalHeadMemory.self) }
}
