import CSQLiteSettings
import GRDB
import LogariumCore
import LogariumFunctions

/// A warehouse opened for writing: one SQLite file, one writer at a time.
///
/// Every change is made in a transaction (`BEGIN IMMEDIATE`, WAL, `synchronous=FULL`): what a call has
/// returned from survives a crash and a power cut, what it has not returned from leaves no trace.
public final class Warehouse {
    public let path: String
    /// Migrations that opening applied (all of them, for a new file); `views` where these were replaced.
    public let migrationsApplied: [String]
    let queue: DatabaseQueue
    /// For the writer of sources; every other change forgets it.
    let examples = ExampleCache()
    private let lock: WriterLock

    /// Opens a warehouse, or makes a new one where there is no file.
    ///
    /// - Parameters:
    ///   - migrating: whether an older file is brought up to date (after `backUp(before:)`); otherwise refused.
    ///   - waiting: seconds to wait for another writer.
    ///   - onWait: told once who else is writing.
    /// - Throws: `WarehouseError`.
    public convenience init(
        path: String, migrating: Bool = false, waiting: Double = 60,
        onWait: (_ holder: String) -> Void = { _ in }
    ) throws {
        try self.init(
            path: path, migrations: Migration.all, migrating: migrating, waiting: waiting, onWait: onWait)
    }

    init(
        path: String, migrations: [Migration], migrating: Bool, waiting: Double,
        onWait: (_ holder: String) -> Void = { _ in }
    ) throws {
        let file = try WarehousePath.checked(path)
        self.path = path
        do {
            csqlite_set_for_writing()
            SQLFunction.addToEveryConnection()
            lock = try WriterLock(warehouse: file, waiting: waiting, onWait: onWait)
            queue = try DatabaseQueue(path: file, configuration: Self.configuration)
            let migrator = Migrator(
                path: path, migrations: migrations, views: SchemaView.all,
                programVersion: ProgramVersion.current)
            migrationsApplied = try queue.writeWithoutTransaction { db in
                let version = try migrator.check(db)
                if version > 0, let known = migrations.last?.version, version < known, !migrating {
                    throw WarehouseError.needsMigration(path: path, version: version, known: known)
                }
                try Self.prepare(db)
                return try migrator.migrate(db)
            }
        } catch let error as DatabaseError {
            throw WarehouseError(error, path: path)
        }
    }

    /// Leaves one file that any client can read, from a directory too that it must not write: a WAL database cannot be
    /// opened there. Where somebody reads at this moment it stays in WAL mode until the next writer ends.
    deinit {
        try? queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA busy_timeout = 0")
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
        }
    }

    /// Runs a change in one transaction, inside an outer one where there is one.
    func write<Value>(_ change: (Database) throws -> Value) throws -> Value {
        examples.forget()
        return try queue.writeWithoutTransaction { db in
            var result: Value?
            try db.inSavepointOrImmediate {
                result = try change(db)
                return .commit
            }
            guard let result else {
                throw WarehouseError.sqlite(path: path, message: "the transaction was lost")
            }
            return result
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.foreignKeysEnabled = true
        // A rehearsal spans many accesses in one transaction.
        configuration.allowsUnsafeTransactions = true
        return configuration
    }

    private static func prepare(_ db: Database) throws {
        try db.execute(sql: "PRAGMA journal_mode = WAL")
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.execute(sql: "PRAGMA mmap_size = 0")
        try db.execute(sql: "PRAGMA cache_size = -49152")
        // 32 MB: pages that one source after the other changes are written back once for many.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
    }
}

extension Database {
    /// A savepoint inside a transaction; a transaction that locks at once outside of one.
    func inSavepointOrImmediate(_ body: () throws -> TransactionCompletion) throws {
        if isInsideTransaction { try inSavepoint(body) } else { try inTransaction(.immediate, body) }
    }
}
