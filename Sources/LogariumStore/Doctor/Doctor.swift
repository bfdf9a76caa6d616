import GRDBSQLite
import LogariumCore

/// Examines a warehouse and the SQLite below it; changes nothing.
public enum Doctor {
    /// - Parameter thorough: the whole integrity check, which reads every index against its table.
    /// - Throws: `ReadError`, `WarehouseError`.
    public static func examine(path: String, thorough: Bool = false, limits: ReadLimits = ReadLimits()) throws
        -> Diagnosis
    {
        var report = Diagnosis()
        examineSQLite(&report)
        let connection = try ReadConnection(path: path, limits: limits)
        try examineFile(connection, thorough, &report)
        try examineSchema(connection, &report)
        if report.findings.allSatisfy({ $0.topic != "schema" }) {
            try examineIdentity(connection, &report)
            try examineCounts(connection, &report)
            if thorough { try examineDerivation(connection, &report) }
            try examineColumns(connection, thorough, &report)
        }
        return report
    }

    private static func examineSQLite(_ report: inout Diagnosis) {
        let version = SQLiteVersion(number: Int(sqlite3_libversion_number()))
        report.note("program", ProgramVersion.current)
        report.note("SQLite", version)
        if version < SQLiteVersion(major: 3, minor: 38, patch: 0) {
            report.find("sqlite", "SQLite \(version) is too old", "install SQLite 3.38 or newer")
        }
        if sqlite3_compileoption_used("ENABLE_MATH_FUNCTIONS") == 0 {
            report.find(
                "sqlite", "SQLite lacks its mathematical functions",
                "install an SQLite built with SQLITE_ENABLE_MATH_FUNCTIONS")
        }
        report.remarks += SQLiteFault.known(in: version).map { "SQLite \($0.summary)" }
    }

    private static func examineFile(
        _ connection: ReadConnection, _ thorough: Bool, _ report: inout Diagnosis
    ) throws {
        report.note("warehouse", connection.path)
        for pragma in ["journal_mode", "page_size", "page_count", "freelist_count", "encoding"] {
            let value = try connection.rows("PRAGMA \(pragma)").first?.first ?? .null
            report.note(pragma, value.text ?? value.integer.map(String.init) ?? "")
        }
        report.note("writer", WriterLock.holder(of: connection.path) ?? "none")
        let faults = try connection.rows(thorough ? "PRAGMA integrity_check(20)" : "PRAGMA quick_check(20)")
            .compactMap { $0.first?.text }
        for fault in faults where fault != "ok" {
            report.find(
                "file", "damaged: \(fault)",
                "restore a backup, or save what is readable with sqlite3 .recover")
        }
        let orphans = try connection.rows(
            "SELECT \"table\", COUNT(*) FROM pragma_foreign_key_check GROUP BY 1")
        for row in orphans {
            report.find(
                "file",
                "\(row[1].integer ?? 0) rows of \(row[0].text ?? "?") refer to rows that are not there",
                "something else than Logarium wrote to the file: restore a backup")
        }
    }

    private static func examineSchema(_ connection: ReadConnection, _ report: inout Diagnosis) throws {
        let known = Migration.all.last?.version ?? 0
        report.note("schema", "\(connection.schemaVersion) of \(known)")
        if connection.schemaVersion < known {
            report.find(
                "schema", "\(known - connection.schemaVersion) migrations are missing",
                "run `logarium migrate --db \(connection.path)`")
        } else if !connection.hasOwnViews {
            report.find(
                "schema", "the views in the file are another program's",
                "Logarium answers by its own; for other clients run `logarium migrate --db \(connection.path)`"
            )
        }
    }
}
