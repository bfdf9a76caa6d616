import GRDB
import LogariumCore

/// Brings a warehouse to this program's schema, a transaction a migration, and keeps the record of it.
///
/// A new file gets all migrations in one transaction: there is never a new warehouse of an old schema.
struct Migrator {
    /// `LOGA`: marks the file as a warehouse of ours.
    static let applicationID = 0x4C4F_4741

    let path: String
    let migrations: [Migration]
    let programVersion: String

    /// The schema version of an opened file; 0 for an empty one.
    ///
    /// - Throws: `WarehouseError` for a foreign or newer file, or one with a changed history.
    func check(_ db: Database) throws -> Int {
        let known = migrations.last?.version ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema") == 0
        if isEmpty, application == 0 { return 0 }
        guard application == Self.applicationID else { throw WarehouseError.notAWarehouse(path: path) }
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard version > 0 else {
            throw WarehouseError.isNone(
                path: path, reason: "marked as schema \(version), which there never was")
        }
        guard version <= known else {
            throw WarehouseError.newer(path: path, version: version, known: known)
        }
        for row in try Row.fetchAll(db, sql: "SELECT version, name, sha256 FROM migration ORDER BY version") {
            let applied = migrations.first { $0.version == row["version"] }
            guard applied?.sha256 == row["sha256"] else {
                throw WarehouseError.changedMigration(path: path, name: row["name"])
            }
        }
        return version
    }

    /// Applies what is missing; returns the names of the migrations applied.
    func migrate(_ db: Database) throws -> [String] {
        let version = try check(db)
        let missing = migrations.filter { $0.version > version }
        let steps = version == 0 ? [missing] : missing.map { [$0] }
        for step in steps {
            try db.inTransaction(.immediate) {
                for migration in step { try apply(migration, in: db) }
                return .commit
            }
        }
        return missing.map(\.name)
    }

    private func apply(_ migration: Migration, in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS migration (
                    version INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    sha256 TEXT NOT NULL,
                    applied_at TEXT NOT NULL,
                    program_version TEXT NOT NULL
                ) STRICT
                """)
        try db.execute(sql: migration.sql)
        try db.execute(
            sql: "INSERT INTO migration VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?)",
            arguments: [migration.version, migration.name, migration.sha256, programVersion])
        try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(migration.version)")
    }
}
