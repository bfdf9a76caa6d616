import GRDB
import LogariumCore

/// Reads a task's documents again, after the fields that matter were named or changed.
struct TaskExamples {
    let db: Database

    /// Cluster, subset, truth and matching of every example; responses are derived again where matching changed.
    func reread(task: Int64) throws {
        let fields = try TaskTable(db: db).fields(of: task)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT example_id, document, n_choices, choices, matching, matching_source, stated_matching,
                    stated_matching_source, stated_fields ->> 'cluster' AS cluster,
                    stated_fields ->> 'subset' AS subset, stated_fields ->> 'truth' AS truth
                FROM example WHERE task_id = ?
                """,
            arguments: [task])
        var touched: Set<Int64> = []
        for row in rows where row["document"] != nil || fields.isEmpty {
            touched.formUnion(try reread(row, fields))
        }
        try ClusterAssignment(db: db).refresh(task: task)
        try ResponseRederivation(db: db).recount(runs: touched)
    }

    private func reread(_ row: Row, _ fields: DocumentFields) throws -> Set<Int64> {
        let held = try fields.values(in: row["document"], db)
        let choices: [String]? = try (row["choices"] as String?).map { text in
            try String.fetchAll(db, sql: "SELECT value FROM json_each(?)", arguments: [text])
        }
        let fromDocument = held.matching?.indices(nChoices: row["n_choices"], choices: choices)
        let matching: String? = fromDocument.map { JSONArray.text($0) } ?? row["stated_matching"]
        let source = fromDocument == nil ? row["stated_matching_source"] : MatchingSource.document.rawValue
        try db.execute(
            sql: """
                UPDATE example SET declared_cluster = ?, subset = ?, truth = ?, matching = ?, matching_source = ?
                WHERE example_id = ?
                """,
            arguments: [
                held.cluster ?? row["cluster"], held.subset ?? row["subset"], held.truth ?? row["truth"],
                matching,
                source, row["example_id"] as Int64,
            ])
        let old: String? = row["matching"]
        guard matching != old else { return [] }
        return try ResponseRederivation(db: db).rederive(
            example: row["example_id"], matching: matching.map(MatchingColumn.indices))
    }
}
