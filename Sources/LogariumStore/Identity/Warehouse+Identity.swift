import GRDB
public import LogariumCore

/// How many references or tasks an edit reached.
public struct EditOutcome: Sendable, Equatable {
    /// Names that matched.
    public var matched: [String] = []
    /// Of those, the ones whose rows changed.
    public var changed: [String] = []
    /// Rule lines that matched too but disagree with the first: by name.
    public var disagreeing: [String: [Int]] = [:]
}

extension Warehouse {
    /// Gives every reference that a rule matches the identity that the rule states.
    public func apply(_ rules: [ModelRule]) throws -> EditOutcome {
        try edit { db in
            var outcome = EditOutcome()
            let table = CheckpointTable(db: db)
            for ref in try String.fetchAll(db, sql: "SELECT ref FROM checkpoint_ref ORDER BY ref") {
                guard let reference = try table.storedReference(ref), let decision = rules.decide(reference)
                else { continue }
                outcome.matched.append(ref)
                if !decision.disagreeing.isEmpty { outcome.disagreeing[ref] = decision.disagreeing }
                guard try table.decided(ref) != decision.identity else { continue }
                try table.assign(reference, decided: decision.identity)
                outcome.changed.append(ref)
            }
            return outcome
        }
    }

    /// Changes what is decided of the references that a glob matches; fields that `change` leaves nil stay.
    ///
    /// - Parameter clearing: columns to take back, so that the source or the name speaks again.
    public func decide(
        references: Glob, _ change: CheckpointIdentity, clearing: Set<String> = []
    ) throws -> EditOutcome {
        try edit { db in
            var outcome = EditOutcome()
            let table = CheckpointTable(db: db)
            for ref in try String.fetchAll(db, sql: "SELECT ref FROM checkpoint_ref ORDER BY ref") {
                guard let reference = try table.storedReference(ref), reference.isMatched(by: references)
                else { continue }
                outcome.matched.append(ref)
                let old = try table.decided(ref) ?? CheckpointIdentity()
                let new = old.changed(by: change, clearing: clearing)
                guard new != old else { continue }
                try table.assign(reference, decided: new)
                outcome.changed.append(ref)
            }
            return outcome
        }
    }

    /// Gives every task that a rule matches what the rule states, and reads its documents again where needed.
    public func apply(_ rules: [TaskRule]) throws -> EditOutcome {
        try edit { db in
            var outcome = EditOutcome()
            for row in try Row.fetchAll(db, sql: "SELECT task_id, name FROM task ORDER BY name") {
                let name: String = row["name"]
                guard let decision = rules.decide(name) else { continue }
                outcome.matched.append(name)
                if !decision.disagreeing.isEmpty { outcome.disagreeing[name] = decision.disagreeing }
                if try decide(row["task_id"], decision.decision, in: db) { outcome.changed.append(name) }
            }
            for rule in rules {
                if let fault = try TaskTable(db: db).missingField(of: rule, rules) { throw fault }
            }
            return outcome
        }
    }

    /// Takes back columns of the tasks that a glob matches (`behavior`, `family`, `kind`, `more_is`, `cluster`,
    /// `subset`, `truth`, `matching`).
    public func clear(tasks: Glob, _ columns: Set<String>) throws -> EditOutcome {
        try edit { db in
            var outcome = EditOutcome()
            for row in try Row.fetchAll(db, sql: "SELECT task_id, name FROM task ORDER BY name") {
                let name: String = row["name"]
                guard tasks.matches(name) else { continue }
                outcome.matched.append(name)
                for column in TaskRule.columns.dropFirst() where columns.contains(column) {
                    try db.execute(
                        sql: "UPDATE task SET \(Self.taskColumn(column)) = NULL WHERE task_id = ?",
                        arguments: [row["task_id"] as Int64])
                }
                try TaskExamples(db: db).reread(task: row["task_id"])
                outcome.changed.append(name)
            }
            try TaskTable(db: db).removeUnusedBehaviors()
            return outcome
        }
    }

    /// Makes a run the one that stands for its checkpoint under its protocol, or takes that word back.
    public func choosePrimary(run: Int64, isChosen: Bool = true) throws {
        try edit { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT checkpoint_id, protocol_id FROM run WHERE run_id = ?", arguments: [run])
            else {
                throw WarehouseError.noSuchRun(path: path, run: run)
            }
            try db.execute(
                sql: "UPDATE run SET chosen = (run_id = ? AND ?) WHERE checkpoint_id = ? AND protocol_id = ?",
                arguments: [run, isChosen, row[0] as Int64, row[1] as Int64])
            try PrimaryRuns(db: db).choose(checkpoint: row[0], protocolID: row[1])
        }
    }

    private func decide(_ task: Int64, _ decision: TaskDecision, in db: Database) throws -> Bool {
        let table = TaskTable(db: db)
        let sql = """
            SELECT family, behavior.name, kind, more_is, cluster_field, subset_field, truth_field, matching_field
            FROM task LEFT JOIN behavior USING (behavior_id) WHERE task_id = ?
            """
        let before = try Row.fetchOne(db, sql: sql, arguments: [task])
        if try table.decide(task, decision) { try TaskExamples(db: db).reread(task: task) }
        try table.removeUnusedBehaviors()
        return try Row.fetchOne(db, sql: sql, arguments: [task]) != before
    }

    private static func taskColumn(_ ruleColumn: String) -> String {
        switch ruleColumn {
        case "behavior": "behavior_id"
        case "cluster", "subset", "truth", "matching": ruleColumn + "_field"
        default: ruleColumn
        }
    }

    private func edit<Value>(_ change: (Database) throws -> Value) throws -> Value {
        try writeOrRollBack { (.commit, try change($0)) }
    }
}

extension CheckpointReference {
    fileprivate func isMatched(by glob: Glob) -> Bool {
        [modelName, pretrained, ref].compactMap { $0 }.contains(where: glob.matches)
    }
}

extension CheckpointIdentity {
    fileprivate func changed(by change: CheckpointIdentity, clearing: Set<String>) -> CheckpointIdentity {
        func pick<Value>(_ field: KeyPath<CheckpointIdentity, Value?>, _ column: String) -> Value? {
            clearing.contains(column) ? nil : change[keyPath: field] ?? self[keyPath: field]
        }
        var result = CheckpointIdentity()
        result.model = pick(\.model, "model")
        result.series = pick(\.series, "series")
        result.nParams = pick(\.nParams, "n_params")
        result.nParamsNonEmbedding = pick(\.nParamsNonEmbedding, "n_params_non_embedding")
        result.trainStep = pick(\.trainStep, "train_step")
        result.trainTokens = pick(\.trainTokens, "train_tokens")
        result.rlhfStep = pick(\.rlhfStep, "rlhf_step")
        result.seed = pick(\.seed, "seed")
        result.variant = pick(\.variant, "variant")
        return result
    }
}
