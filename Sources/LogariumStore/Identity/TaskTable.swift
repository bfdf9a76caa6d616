import GRDB
import LogariumCore

/// Tasks and what is said of them.
struct TaskTable {
    let db: Database

    /// The task of a name, new or known; what a source states fills only what is unknown.
    func task(_ statement: TaskRecord) throws -> Int64 {
        let id: Int64
        if let known = try db.fetchCachedValue(
            Int64.self, sql: "SELECT task_id FROM task WHERE name = ?", arguments: [statement.name])
        {
            id = known
        } else {
            try db.executeCached(sql: "INSERT INTO task (name) VALUES (?)", arguments: [statement.name])
            id = db.lastInsertedRowID
        }
        let states =
            [statement.family, statement.behavior, statement.kind, statement.moreIs].contains { $0 != nil }
        if states {
            try db.executeCached(
                sql: """
                    UPDATE task SET family = coalesce(family, ?), behavior_id = coalesce(behavior_id, ?),
                        kind = coalesce(kind, ?), more_is = coalesce(more_is, ?)
                    WHERE task_id = ?
                    """,
                arguments: [
                    statement.family, try statement.behavior.map(behavior), statement.kind, statement.moreIs,
                    id,
                ])
        }
        return id
    }

    /// Writes what was decided; nil leaves a column as it is. Returns whether a document field changed.
    func decide(_ task: Int64, _ decision: TaskDecision) throws -> Bool {
        try db.executeCached(
            sql: """
                UPDATE task SET family = coalesce(?, family), behavior_id = coalesce(?, behavior_id),
                    kind = coalesce(?, kind), more_is = coalesce(?, more_is)
                WHERE task_id = ?
                """,
            arguments: [
                decision.family, try decision.behavior.map(behavior), decision.kind, decision.moreIs, task,
            ])
        let fields = DocumentFields(
            cluster: decision.clusterField, subset: decision.subsetField, truth: decision.truthField,
            matching: decision.matchingField)
        let known = try self.fields(of: task)
        let merged = fields.filling(from: known)
        guard merged != known else { return false }
        try db.executeCached(
            sql: """
                UPDATE task SET cluster_field = ?, subset_field = ?, truth_field = ?, matching_field = ?
                WHERE task_id = ?
                """,
            arguments: [merged.cluster, merged.subset, merged.truth, merged.matching, task])
        return true
    }

    func fields(of task: Int64) throws -> DocumentFields {
        try db.fetchCachedRow(
            sql:
                "SELECT cluster_field, subset_field, truth_field, matching_field FROM task WHERE task_id = ?",
            arguments: [task]
        ).map { DocumentFields(cluster: $0[0], subset: $0[1], truth: $0[2], matching: $0[3]) }
            ?? DocumentFields()
    }

    private func behavior(_ name: String) throws -> Int64 {
        try db.executeCached(sql: "INSERT OR IGNORE INTO behavior (name) VALUES (?)", arguments: [name])
        return try db.fetchCachedValue(
            Int64.self, sql: "SELECT behavior_id FROM behavior WHERE name = ?", arguments: [name]) ?? 0
    }

    /// Drops behaviors that no task names any more.
    func removeUnusedBehaviors() throws {
        try db.executeCached(
            sql: """
                DELETE FROM behavior
                WHERE behavior_id NOT IN (SELECT behavior_id FROM task WHERE behavior_id IS NOT NULL)
                """)
    }
}
