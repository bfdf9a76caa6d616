import Foundation
import GRDB
import LogariumCore
import LogariumFunctions

/// What `Warehouse.migrate` did.
public struct MigrationOutcome: Sendable, Equatable {
    /// Names of the migrations applied; empty when the file was up to date.
    public var applied: [String]
    /// The copy that was made before; nil when nothing was to be done.
    public var backup: String?
}

extension Warehouse {
    /// Brings an older warehouse to this program's schema, after a copy to `FILE.backup-vN`.
    ///
    /// - Throws: `WarehouseError`; the file is then as it was.
    public static func migrate(path: String, waiting: Double = 60) throws -> MigrationOutcome {
        guard FileManager.default.fileExists(atPath: path) else { throw WarehouseError.notFound(path: path) }
        let version = try schemaVersion(path: path)
        guard let known = Migration.all.last?.version, version < known else {
            return MigrationOutcome(applied: [], backup: nil)
        }
        let backup = "\(path).backup-v\(version)"
        try backUp(path: path, to: backup)
        let warehouse = try Warehouse(path: path, migrating: true, waiting: waiting)
        return MigrationOutcome(applied: warehouse.migrationsApplied, backup: backup)
    }

    /// Copies a warehouse of any known schema, whoever else has it open.
    ///
    /// - Throws: `WarehouseError.backupExists` rather than overwrite.
    public static func backUp(path: String, to destination: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw WarehouseError.notFound(path: path) }
        guard !FileManager.default.fileExists(atPath: destination) else {
            throw WarehouseError.backupExists(path: destination)
        }
        let temporary = "\(destination).\(getpid()).tmp"
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        try reading(path) { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary]) }
        guard rename(temporary, destination) == 0 else {
            throw WarehouseError.sqlite(path: destination, message: String(cString: strerror(errno)))
        }
    }

    /// - Throws: `WarehouseError` for a file that is no warehouse or of a newer program.
    static func schemaVersion(path: String) throws -> Int {
        let migrator = Migrator(path: path, migrations: Migration.all, programVersion: ProgramVersion.current)
        return try reading(path) { try migrator.check($0) }
    }

    private static func reading<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
        SQLFunction.addToEveryConnection()
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            return try DatabaseQueue(path: path, configuration: configuration)
                .writeWithoutTransaction(body)
        } catch let error as DatabaseError {
            throw WarehouseError.sqlite(path: path, message: error.message ?? "\(error)")
        }
    }
}
