import LogariumCore
import Synchronization

/// What one thread needs to parse; not to be shared.
public final class ReadingTools {
    let parser: JSONParser
    let known: KnownExamples
    /// For text that is to be parsed and has no room for it where it is.
    var scratch = PaddedBytes()
    private var memories: [ObjectIdentifier: Any] = [:]

    /// - Parameter known: shared by all threads of one ingest.
    public init(known: KnownExamples = KnownExamples()) throws {
        parser = try JSONParser()
        self.known = known
    }

    /// What a format remembers from file to file: one a thread, over what all threads share.
    func memory<Memory: ReadingMemory>(_ type: Memory.Type) -> Memory {
        if let memory = memories[ObjectIdentifier(type)] as? Memory { return memory }
        let memory = Memory(known.shared(Memory.Shared.self))
        memories[ObjectIdentifier(type)] = memory
        return memory
    }
}

/// One thread's way to what a format remembers.
protocol ReadingMemory {
    associatedtype Shared: SharedMemory
    init(_ shared: Shared)
}

/// What all threads of one ingest share.
protocol SharedMemory: AnyObject, Sendable { init() }

/// What an ingest has seen: the content hashes that a sink is known to know, so that the details of such an example are
/// not made, and what formats remember.
///
/// A hint only: the sink decides, and a detail that turns out to be wanted is made then.
public final class KnownExamples: Sendable {
    /// About 32 MB; what comes after is not noted.
    private static let capacity = 500_000
    private let hashes = Mutex<Set<Hash128>>([])
    private let memories = Mutex<[ObjectIdentifier: any SharedMemory]>([:])

    public init() {}

    func contains(_ hash: Hash128) -> Bool { hashes.withLock { $0.contains(hash) } }

    func note(_ hash: Hash128) {
        hashes.withLock { if $0.count < Self.capacity { $0.insert(hash) } }
    }

    fileprivate func shared<Shared: SharedMemory>(_ type: Shared.Type) -> Shared {
        memories.withLock { memories in
            if let memory = memories[ObjectIdentifier(type)] as? Shared { return memory }
            let memory = Shared()
            memories[ObjectIdentifier(type)] = memory
            return memory
        }
    }
}
