import GRDB
import LogariumCore

/// Brings a warehouse to this program's schema, a transaction a migration, and keeps the record of it.
///
/// A new file gets all of it in one transaction: there is never a new warehouse of an old schema. Views are replaced
/// whole, in one transaction, where their text differs from the recorded one.
struct Migrator {
    /// `LOGA`: marks the file as a warehouse of ours.
    static let applicationID = 0x4C4F_4741

    let path: String
    let migrations: [Migration]
    let views: [SchemaView]
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
        let history = try Row.fetchAll(
            db, sql: "SELECT version, name, sha256 FROM migration WHERE version > 0 ORDER BY version")
        for row in history where row["version"] <= known {
            let applied = migrations.first { $0.version == row["version"] }
            guard applied?.sha256 == row["sha256"] else {
                throw WarehouseError.changedMigration(path: path, name: row["name"])
            }
        }
        guard version <= known else {
            throw WarehouseError.newer(path: path, version: version, known: known)
        }
        return version
    }

    /// Applies what is missing, and replaces the views where they are not this program's; returns the names of the
    /// migrations applied, and `views` where these were replaced.
    func migrate(_ db: Database) throws -> [String] {
        let version = try check(db)
        let missing = migrations.filter { $0.version > version }
        var applied: [String] = []
        // A file that is not new changes its views when its tables are whole.
        for step in version == 0 ? [missing] : missing.map({ [$0] }) {
            try db.inTransaction(.immediate) {
                for migration in step { try apply(migration, in: db) }
                if version == 0 { try replaceViews(in: db) }
                return .commit
            }
            applied += step.map(\.name)
        }
        guard try recordedViews(in: db) != SchemaView.sha256(of: views) else { return applied }
        try db.inTransaction(.immediate) {
            try replaceViews(in: db)
            return .commit
        }
        return applied + ["views"]
    }

    /// Kept beside the migrations, as number 0.
    private func recordedViews(in db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT sha256 FROM migration WHERE version = 0")
    }

    private func replaceViews(in db: Database) throws {
        for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'") {
            try db.execute(sql: "DROP VIEW \(name.quotedDatabaseIdentifier)")
        }
        for view in views { try db.execute(sql: view.sql) }
        try record(version: 0, name: "views", sha256: SchemaView.sha256(of: views), in: db)
    }

    private func record(version: Int, name: String, sha256: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO migration VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?)
                """,
            arguments: [version, name, sha256, programVersion])
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
        try record(version: migration.version, name: migration.name, sha256: migration.sha256, in: db)
        try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(migration.version)")
    }
}
