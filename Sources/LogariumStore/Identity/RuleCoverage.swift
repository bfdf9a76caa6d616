import GRDB
public import LogariumCore

/// Rows of `models.csv` and `tasks.csv` that say nothing of what is in a warehouse.
extension Warehouse {
    /// Lines of the rules that no reference matches.
    public func idle(_ rules: [ModelRule]) throws -> [Int] {
        try queue.read { db in
            let table = CheckpointTable(db: db)
            let references = try String.fetchAll(db, sql: "SELECT ref FROM checkpoint_ref")
                .compactMap { try table.storedReference($0) }
            return rules.filter { rule in !references.contains { [rule].decide($0) != nil } }.map(\.line)
        }
    }

    /// Lines of the rules that no task matches.
    public func idle(_ rules: [TaskRule]) throws -> [Int] {
        try queue.read { db in
            let names = try String.fetchAll(db, sql: "SELECT name FROM task")
            return rules.filter { rule in !names.contains(where: rule.match.matches) }.map(\.line)
        }
    }

    /// Lines of the rules with a field that no document of their tasks has, and what is wrong with each.
    public func missingFields(_ rules: [TaskRule]) throws -> [(line: Int, fault: WarehouseError)] {
        try queue.read { db in
            try rules.compactMap { rule in
                try TaskTable(db: db).missingField(of: rule, rules).map { (rule.line, $0) }
            }
        }
    }
}

extension TaskTable {
    /// What is wrong where documents were kept of the tasks that a rule decides, and none has a field it names.
    func missingField(of rule: TaskRule, _ rules: [TaskRule]) throws -> WarehouseError? {
        let fields = DocumentFields(
            cluster: rule.decision.clusterField, subset: rule.decision.subsetField,
            truth: rule.decision.truthField, matching: rule.decision.matchingField)
        guard !fields.isEmpty else { return nil }
        var known: [String] = []
        var tasks: [Int64] = []
        for row in try Row.fetchAll(db, sql: "SELECT task_id, name FROM task ORDER BY name") {
            guard rules.first(where: { $0.match.matches(row["name"]) }) == rule else { continue }
            let own = try DocumentFields.all(of: row["task_id"], db)
            if !own.isEmpty { tasks.append(row["task_id"]) }
            for field in own where !known.contains(field) { known.append(field) }
        }
        for (column, field) in tasks.isEmpty ? [] : fields.named {
            guard try !tasks.contains(where: { try DocumentFields.isThere(field, task: $0, db) }) else {
                continue
            }
            return .noSuchField(rule: rule.match.pattern, column: column, field: field, known: known)
        }
        return nil
    }
}
