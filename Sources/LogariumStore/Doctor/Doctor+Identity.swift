extension Doctor {
    /// Facts and gaps about what was measured and which checkpoints that is.
    static func examineIdentity(_ connection: ReadConnection, _ report: inout Diagnosis) throws {
        for table in ["source_file", "run", "checkpoint", "model", "task", "example"] {
            report.note(table, try count(connection, "SELECT COUNT(*) FROM \(table)"))
        }
        for gap in gaps {
            let names = try connection.rows(gap.sql).compactMap { $0.first?.text }
            guard !names.isEmpty else { continue }
            let shown = names.prefix(5).joined(separator: ", ")
            report.find(
                "identity", "\(names.count) \(gap.what): \(shown)\(names.count > 5 ? ", …" : "")", gap.remedy)
        }
    }

    private static func count(_ connection: ReadConnection, _ sql: String) throws -> Int64 {
        try connection.rows(sql).first?.first?.integer ?? 0
    }

    private struct Gap {
        let what: String
        let remedy: String
        let sql: String
    }

    private static let gaps = [
        Gap(
            what: "models of no known series, which no trend will join", remedy: "name it in models.csv",
            sql: "SELECT name FROM model WHERE series IS NULL ORDER BY name"),
        Gap(
            what: "models of unknown size", remedy: "give n_params in models.csv",
            sql: "SELECT name FROM model WHERE n_params IS NULL ORDER BY name"),
        Gap(
            what: "models whose identity is guessed from a name",
            remedy: "confirm or correct it in models.csv",
            sql: "SELECT name || ' ' || inferred FROM model WHERE inferred <> '[]' ORDER BY name"),
        Gap(
            what: "checkpoints whose coordinates are guessed from a name",
            remedy: "confirm or correct them in models.csv",
            sql: """
                SELECT checkpoint_ref.ref || ' ' || checkpoint.inferred
                FROM checkpoint INNER JOIN checkpoint_ref USING (checkpoint_id)
                WHERE checkpoint.inferred <> '[]' ORDER BY checkpoint_ref.ref
                """),
        Gap(
            what: "checkpoints of unknown train step", remedy: "give train_step in models.csv",
            sql: """
                SELECT checkpoint_ref.ref
                FROM checkpoint INNER JOIN checkpoint_ref USING (checkpoint_id)
                WHERE checkpoint.train_step IS NULL ORDER BY checkpoint_ref.ref
                """),
        Gap(
            what: "source files with lines set aside", remedy: "look at the table rejected_line",
            sql:
                "SELECT path || ': ' || n_rejected FROM source_file WHERE n_rejected > 0 ORDER BY path, member"
        ),
    ]
}
