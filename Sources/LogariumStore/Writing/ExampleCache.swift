import GRDB
import LogariumCore

/// Examples that this warehouse's writer has met: a run asks for the same ones as the run before it.
///
/// Holds only what is committed or belongs to the open transaction. Forgotten whole whenever a transaction is taken
/// back, examples change, or another connection has written.
final class ExampleCache {
    /// About 30 MB.
    private static let capacity = 250_000
    private var byTask: [Int64: [Hash128: KnownExample]] = [:]
    private var count = 0
    private var dataVersion: Int?

    /// Whether the next example makes it forget the others.
    var isFull: Bool { count >= Self.capacity }

    subscript(task: Int64, hash: Hash128) -> KnownExample? { byTask[task]?[hash] }

    func note(_ example: KnownExample, task: Int64, hash: Hash128) {
        if isFull { forget() }
        if byTask[task, default: [:]].updateValue(example, forKey: hash) == nil { count += 1 }
    }

    func forget() {
        byTask = [:]
        count = 0
    }

    /// Forgets where another connection has committed since the last call.
    func follow(_ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA data_version")
        if version != dataVersion { forget() }
        dataVersion = version
    }
}
