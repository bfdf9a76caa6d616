import GRDB
import LogariumCore

@testable import LogariumStore

/// A warehouse of tasks and checkpoints, into which runs are put as log-odds item by item.
final class SuiteFixture {
    private let store: StoreFixture
    let warehouse: Warehouse
    private var runs = 0

    init() throws {
        store = try StoreFixture()
        warehouse = try store.open()
    }

    struct Item {
        var name: String
        /// Log-odds of the first of two choices, which matches. Nil: one choice only, of log-prob −`nll`.
        var logodds: Double?
        var nll = 1.0
        /// Its name where there is none.
        var cluster: String?
        /// What makes two examples one question; its name where there is none.
        var question: String?
        var truth: String?
        var choices = ["yes", "no"]

        init(_ name: String, _ logodds: Double?, cluster: String? = nil, truth: String? = nil) {
            self.name = name
            self.logodds = logodds
            self.cluster = cluster
            self.truth = truth
        }

        fileprivate var logprobs: [Double] {
            guard let logodds else { return [-nll] }
            return logodds > 0 ? [0, -logodds] : [logodds, 0]
        }
    }

    func task(
        _ name: String, family: String? = nil, behavior: String? = nil, moreIs: String? = nil
    ) throws {
        try warehouse.write { db in
            if let behavior {
                try db.execute(sql: "INSERT OR IGNORE INTO behavior (name) VALUES (?)", arguments: [behavior])
            }
            try db.execute(
                sql: """
                    INSERT INTO task (name, family, more_is, behavior_id)
                    VALUES (?, ?, ?, (SELECT behavior_id FROM behavior WHERE name = ?))
                    """, arguments: [name, family, moreIs, behavior])
        }
    }

    /// A primary run of a known task; its checkpoint and protocol are made where they are new.
    func run(
        _ task: String, model: String = "m", params: Int = 1000, step: Int = 10, rlhf: Int = 0,
        shots: Int = 0, _ items: [Item]
    ) throws {
        runs += 1
        let ref = "\(model)/step\(step)" + (rlhf == 0 ? "" : "-rlhf\(rlhf)")
        let (key, isSingle) = ("\(task)|\(shots)", items.allSatisfy { $0.logodds == nil })
        try warehouse.write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO model (name, series, n_params) VALUES (:model, 's', :params);
                    INSERT OR IGNORE INTO checkpoint (model_id, train_step, rlhf_step, seed)
                    SELECT model_id, :step, :rlhf, 0 FROM model WHERE name = :model;
                    INSERT OR IGNORE INTO checkpoint_ref (ref, checkpoint_id)
                    SELECT :ref, checkpoint_id FROM checkpoint INNER JOIN model USING (model_id)
                    WHERE name = :model AND train_step = :step AND rlhf_step = :rlhf;
                    INSERT OR IGNORE INTO protocol (
                        task_id, comparability_key, declared_hash, output_type, num_fewshot, label, declared
                    ) SELECT task_id, :key, :key, :type, :shots, :shots || '-shot', '{}'
                    FROM task WHERE name = :task;
                    INSERT INTO run (
                        run_id, ref, checkpoint_id, protocol_id, task_id, run_key, harness, n_examples, n_ok, is_primary
                    ) SELECT :run, :ref, checkpoint_id, protocol_id, task_id, :run, 'test', :n, :ok, 1
                    FROM checkpoint_ref, protocol WHERE ref = :ref AND comparability_key = :key;
                    """,
                arguments: [
                    "model": model, "params": params, "step": step, "rlhf": rlhf, "ref": ref, "key": key,
                    "type": isSingle ? "loglikelihood" : "multiple_choice", "shots": shots, "task": task,
                    "run": runs, "n": items.count, "ok": isSingle ? 0 : items.count,
                ])
            var copies: [String: Int] = [:]
            for item in items {
                copies[item.name, default: 0] += 1
                try add(item, copy: copies[item.name] ?? 1, key: key, task: task, to: runs, db)
            }
        }
    }

    private func add(
        _ item: Item, copy: Int, key: String, task: String, to run: Int, _ db: Database
    ) throws {
        func hash(_ text: String) -> String { String(SHA256Digest.hex(of: text).prefix(32)) }
        let content = hash("\(key)|\(item.name)|\(copy)")
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO example (
                    task_id, content_hash, item_hash, copy, name, n_choices, matching, matching_source,
                    stated_matching_source, cluster, cluster_source, question_hash, truth, choices
                ) SELECT task_id, ?, ?, ?, ?, ?, '[0]', 'target', 'target', ?, 'declared', ?, ?, ?
                FROM task WHERE name = ?
                """,
            arguments: [
                content, hash(item.name), copy - 1, item.name, item.logprobs.count, item.cluster ?? item.name,
                hash(item.question ?? item.name), item.truth,
                "[" + item.choices.map { "\"\($0)\"" }.joined(separator: ", ") + "]", task,
            ])
        let array = LogProbArray(item.logprobs.map { $0 })
        let derived = ResponseDerivation(
            logprobs: array.values, isMissing: array.isMissing, matching: [0])
        try db.execute(
            sql: """
                INSERT INTO response (
                    run_id, example_id, status, logodds, credit, n_tied, lse_matching, lse_other, logprobs
                ) SELECT ?, example_id, ?, ?, ?, ?, ?, ?, ? FROM example WHERE content_hash = ?
                """,
            arguments: [
                run, derived.status.rawValue, derived.logodds, derived.credit, derived.nTied,
                derived.lseMatching, derived.lseOther, array.json, content,
            ])
    }

    /// Every row of a query's answer, by column.
    func answer(_ query: String, _ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        let statement = try ReadConnection(path: store.path).prepare(QueryCatalog.query(query), given: given)
        var rows: [[String: ResultValue]] = []
        try statement.forEachRow {
            rows.append(Dictionary(uniqueKeysWithValues: zip(statement.columnNames, $0)))
        }
        return rows
    }
}

extension [String: ResultValue] {
    /// Whether a column holds `expected` to 1e-9, or NULL where that is nil.
    func holds(_ column: String, _ expected: Double?) -> Bool {
        guard let expected else { return self[column] == .null }
        guard let number = number(column) else { return false }
        return number == expected || (number - expected).magnitude <= 1e-9 * Swift.max(1, expected.magnitude)
    }
}
