import Foundation
import GRDBSQLite
import LogariumCore
import LogariumFiles

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
        try migrate(path: path, to: Migration.all, waiting: waiting)
    }

    /// Views hold nothing that could be lost: they are replaced without a backup.
    static func migrate(path: String, to migrations: [Migration], waiting: Double) throws -> MigrationOutcome
    {
        let connection = try ReadConnection(path: path)
        let version = connection.schemaVersion
        let isOlder = migrations.last.map { version < $0.version } ?? false
        guard isOlder || !connection.hasOwnViews else { return MigrationOutcome(applied: [], backup: nil) }
        let backup = isOlder ? try backUpBeforeMigrating(path, "\(path).backup-v\(version)") : nil
        let warehouse = try Warehouse(
            path: path, migrations: migrations, migrating: true, waiting: waiting)
        return MigrationOutcome(applied: warehouse.migrationsApplied, backup: backup)
    }

    /// Copies a warehouse of any known schema, whoever else has it open; the file need only be readable. The copy
    /// is checked before it gets its name.
    ///
    /// - Throws: `WarehouseError.backupExists` rather than overwrite, and for what is no warehouse.
    public static func backUp(path: String, to destination: String) throws {
        let place = try WarehousePath.checked(destination)
        guard !FileManager.default.fileExists(atPath: place) else {
            throw WarehouseError.backupExists(path: destination)
        }
        let copy = try checkedCopy(of: path, for: place)
        if let reason = copy.putInPlace() { throw WarehouseError.sqlite(path: destination, message: reason) }
    }

    /// What a migration that was killed left is the backup where it has the same bytes, is replaced where it is no
    /// sound warehouse, and else stays: the backup then has the next free name.
    private static func backUpBeforeMigrating(_ path: String, _ destination: String) throws -> String {
        let copy = try checkedCopy(of: path, for: try WarehousePath.checked(destination))
        var place = copy.destination
        var number = 2
        while FileManager.default.fileExists(atPath: place) {
            if FileManager.default.contentsEqual(atPath: place, andPath: copy.path) {
                copy.remove()
                return place
            }
            if (try? check(place)) == nil { break }
            place = "\(copy.destination)-\(number)"
            number += 1
        }
        guard rename(copy.path, place) == 0 else {
            let reason = String(cString: strerror(errno))
            copy.remove()
            throw WarehouseError.sqlite(path: place, message: reason)
        }
        _ = TemporaryFile.sync(
            (place as NSString).deletingLastPathComponent.isEmpty
                ? "." : (place as NSString).deletingLastPathComponent)
        return place
    }

    /// A copy under a temporary name, on the disk and examined.
    private static func checkedCopy(of path: String, for destination: String) throws -> TemporaryFile {
        let copy = TemporaryFile(for: destination)
        copy.remove()
        do {
            try ReadConnection(path: path).copy(to: copy.path)
            try check(copy.path)
            if let reason = TemporaryFile.sync(copy.path) {
                throw WarehouseError.sqlite(path: destination, message: reason)
            }
        } catch {
            copy.remove()
            throw error
        }
        return copy
    }

    private static func check(_ path: String) throws {
        let fault = try ReadConnection(path: path).rows("PRAGMA quick_check(1)").first?.first?.text
        guard fault == "ok" else {
            throw WarehouseError.sqlite(
                path: path, message: "the copy is damaged: \(fault ?? "nothing to read")")
        }
    }
}

extension ReadConnection {
    /// Writes the whole warehouse, as of one moment, into a new file.
    fileprivate func copy(to destination: String) throws {
        // `query_only` holds for the copy too; the file itself is only read.
        sqlite3_exec(handle, "PRAGMA query_only = 0", nil, nil, nil)
        defer { sqlite3_exec(handle, "PRAGMA query_only = 1", nil, nil, nil) }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, "VACUUM INTO ?", -1, &statement, nil) == SQLITE_OK,
            sqlite3_bind_text(statement, 1, destination, -1, copiedBySQLite) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_DONE
        else {
            throw WarehouseError.sqlite(
                path: path, message: "cannot be copied: \(SQLiteWords.fault(of: handle, path: path))")
        }
    }
}
