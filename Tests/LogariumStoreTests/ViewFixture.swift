import GRDB
import LogariumCore

@testable import LogariumStore

/// A warehouse with one checkpoint, task and protocol, into which runs are put number by number.
final class ViewFixture {
    private let store: StoreFixture
    let warehouse: Warehouse
    private var examples = 0
    private var runs = 0
    var path: String { store.path }

    init() throws {
        store = try StoreFixture()
        warehouse = try store.open()
        try warehouse.write { db in
            try db.execute(
                sql: """
                    INSERT INTO model (model_id, name, series, n_params) VALUES (1, 'm', 's', 1000);
                    INSERT INTO checkpoint (checkpoint_id, model_id, train_step, rlhf_step, seed)
                    VALUES (1, 1, 10, 0, 0);
                    INSERT INTO checkpoint_ref (ref, checkpoint_id) VALUES ('m@step10', 1);
                    INSERT INTO task (task_id, name) VALUES (1, 't');
                    INSERT INTO protocol (
                        protocol_id, task_id, comparability_key, declared_hash, output_type, label, declared
                    ) VALUES (1, 1, 'key', 'hash', 'multiple_choice', '0-shot', '{}');
                    """)
        }
    }

    /// A new, empty run; returns its id.
    func addRun(primary: Bool = false) throws -> Int {
        runs += 1
        try warehouse.write { db in
            try db.execute(
                sql: """
                    INSERT INTO run (run_id, ref, checkpoint_id, protocol_id, task_id, run_key, harness, is_primary)
                    VALUES (?, 'm@step10', 1, 1, 1, ?, 'test', ?)
                    """, arguments: [runs, "run \(runs)", primary ? 1 : 0])
        }
        return runs
    }

    struct Lengths {
        var tokens: [Int]?
        var chars: [Int]?
        var bytes: [Int]?
    }

    /// A response to a new example; returns the example's id.
    @discardableResult
    func add(
        _ logprobs: [Double?], matching: [Int], to run: Int, lengths: Lengths = Lengths(),
        unconditional: [Double]? = nil, cluster: String? = nil
    ) throws -> Int {
        examples += 1
        let (array, hash) = (
            LogProbArray(logprobs), String(repeating: "0", count: 32 - "\(examples)".count) + "\(examples)"
        )
        let derived = ResponseDerivation(
            logprobs: array.values, isMissing: array.isMissing, matching: matching)
        try warehouse.write { db in
            try db.execute(
                sql: """
                    INSERT INTO example (
                        example_id, task_id, content_hash, item_hash, n_choices, matching, matching_source,
                        stated_matching_source, cluster, cluster_source, question_hash, choice_chars, choice_bytes
                    ) VALUES (?, 1, ?, ?, ?, ?, 'target', 'target', ?, 'example', ?, ?, ?)
                    """,
                arguments: [
                    examples, hash, hash, logprobs.count, "\(matching)", cluster ?? hash, hash,
                    lengths.chars.map { "\($0)" }, lengths.bytes.map { "\($0)" },
                ])
            try db.execute(
                sql: """
                    INSERT INTO response (
                        run_id, example_id, status, logodds, credit, n_tied, lse_matching, lse_other, max_matching,
                        max_other, logprobs, unconditional, n_tokens
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, examples, derived.status.rawValue, derived.logodds, derived.credit, derived.nTied,
                    derived.lseMatching, derived.lseOther, derived.maxMatching, derived.maxOther, array.json,
                    unconditional.map { LogProbArray($0).json }, lengths.tokens.map { "\($0)" },
                ])
        }
        return examples
    }

    /// The first row of a statement as numbers by column; texts and NULL are nil.
    func row(_ sql: String) throws -> [String: Double]? {
        try warehouse.queue.read { db in
            try Row.fetchOne(db, sql: sql).map { row in
                Dictionary(
                    row.map { ($0, Double.fromDatabaseValue($1)) }.compactMap { name, value in
                        value.map { (name, $0) }
                    },
                    uniquingKeysWith: { first, _ in first })
            }
        }
    }

    func text(_ sql: String) throws -> String? {
        try warehouse.queue.read { try String.fetchOne($0, sql: sql) }
    }
}
