import Foundation
import GRDB
import LogariumCore

@testable import LogariumStore

/// A warehouse of one series into which whole states are put, as the log-odds of their examples.
final class TrendFixture {
    private let store: StoreFixture
    let warehouse: Warehouse
    var path: String { store.path }

    /// What a run is of.
    struct State: Hashable {
        var nParams: Int? = 1000
        var trainStep: Int? = 100
        var rlhfStep: Int? = 0
        var seed: Int? = 0
        var variant = ""
        var series: String? = "s"
        /// Models of one size are one model unless a name tells them apart.
        var name: String?

        var model: String { name ?? "m\(nParams ?? 0)" }
        var ref: String {
            "\(model)@\(trainStep.map(String.init) ?? "?")/\(rlhfStep.map(String.init) ?? "?")"
                + "/\(seed.map(String.init) ?? "?")/\(variant)"
        }
    }

    init() throws {
        store = try StoreFixture()
        warehouse = try store.open()
    }

    /// A primary run of a state on a task.
    ///
    /// - Parameters:
    ///   - logodds: of example 0, 1, …; nil where it was not asked, NaN where the answer was not a number.
    ///   - clusters: one an example; each is its own where nil.
    func add(
        _ state: State, task: String = "t", behavior: String? = nil, logodds: [Double?],
        clusters: [String]? = nil, subsets: [String?]? = nil
    ) throws {
        try warehouse.write { db in
            try Self.insert(
                state, task: task, behavior: behavior, logodds: logodds, clusters: clusters, subsets: subsets,
                in: db)
        }
    }

    /// The same for many runs in one transaction.
    func add(_ runs: [(state: State, task: String, logodds: [Double?])]) throws {
        try warehouse.write { db in
            for run in runs { try Self.insert(run.state, task: run.task, logodds: run.logodds, in: db) }
        }
    }

    /// A value that a harness reported, with nothing behind it.
    func report(_ value: Double?, of state: State, task: String = "t", source: Int = 1, stderr: Double? = nil)
        throws
    {
        try warehouse.write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO source_file (
                        source_file_id, path, name, sha256, bytes, role, format, reader_version, ingested_at
                    ) VALUES (?, 'f', 'f', ?, 1, 'aggregates', 'csv', 1, '')
                    """, arguments: [source, String(repeating: "\(source)", count: 64)])
            let checkpoint = try Self.checkpoint(state, in: db)
            try db.execute(
                sql: """
                    INSERT INTO reported_metric (
                        source_file_id, ref, checkpoint_id, name, is_group, metric, filter_name, value, stderr
                    ) VALUES (?, ?, ?, ?, 0, 'acc', 'none', ?, ?)
                    """, arguments: [source, state.ref, checkpoint, task, value, stderr])
        }
    }

    /// The rows of a query, by column.
    func answer(_ query: String, _ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        try Self.rows(ReadConnection(path: path).prepare(QueryCatalog.query(query), given: given))
    }

    func rows(_ sql: String) throws -> [[String: ResultValue]] {
        try Self.rows(ReadConnection(path: path).prepare(sql))
    }

    static func rows(_ statement: ReadStatement) throws -> [[String: ResultValue]] {
        var rows: [[String: ResultValue]] = []
        try statement.forEachRow {
            rows.append(Dictionary(uniqueKeysWithValues: zip(statement.columnNames, $0)))
        }
        return rows
    }
}

extension TrendFixture {
    private static func insert(
        _ state: State, task: String, behavior: String? = nil, logodds: [Double?], clusters: [String]? = nil,
        subsets: [String?]? = nil, in db: Database
    ) throws {
        let taskID = try Self.task(task, behavior, in: db)
        let examples = try logodds.indices.map { index in
            try example(task, taskID, index, cluster: clusters?[index], subset: subsets?[index], in: db)
        }
        let run = try run(state, taskID, nExamples: logodds.count { $0 != nil }, in: db)
        for (example, value) in zip(examples, logodds) {
            if let value { try response(run, example, value, in: db) }
        }
    }

    private static func task(_ name: String, _ behavior: String?, in db: Database) throws -> Int64 {
        if let known = try Int64.fetchOne(
            db, sql: "SELECT task_id FROM task WHERE name = ?", arguments: [name])
        {
            return known
        }
        if let behavior {
            try db.execute(sql: "INSERT OR IGNORE INTO behavior (name) VALUES (?)", arguments: [behavior])
        }
        try db.execute(
            sql: """
                INSERT INTO task (name, behavior_id)
                VALUES (?, (SELECT behavior_id FROM behavior WHERE name = ?))
                """, arguments: [name, behavior])
        let id = db.lastInsertedRowID
        try db.execute(
            sql: """
                INSERT INTO protocol (
                    protocol_id, task_id, comparability_key, declared_hash, output_type, label, declared
                ) VALUES (?, ?, ?, 'h', 'multiple_choice', '0-shot', '{}')
                """, arguments: [id, id, "key of \(name)"])
        return id
    }

    private static func example(
        _ task: String, _ taskID: Int64, _ index: Int, cluster: String?, subset: String?, in db: Database
    ) throws -> Int64 {
        let hash = String(SHA256Digest.hex(of: "\(task) \(index)").prefix(32))
        let insert = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO example (
                    task_id, content_hash, item_hash, n_choices, matching, matching_source,
                    stated_matching_source, cluster, cluster_source, question_hash, subset
                ) VALUES (?, ?, ?, 2, '[0]', 'target', 'target', ?, 'declared', ?, ?)
                """)
        try insert.execute(arguments: [taskID, hash, hash, cluster ?? hash, hash, subset])
        let known = try db.cachedStatement(
            sql: "SELECT example_id FROM example WHERE task_id = ? AND content_hash = ?")
        guard let id = try Int64.fetchOne(known, arguments: [taskID, hash]) else {
            throw DatabaseError(message: "example \(index) of \(task) was not stored")
        }
        return id
    }

    private static func checkpoint(_ state: State, in db: Database) throws -> Int64 {
        if let known = try Int64.fetchOne(
            db, sql: "SELECT checkpoint_id FROM checkpoint_ref WHERE ref = ?", arguments: [state.ref])
        {
            return known
        }
        try db.execute(
            sql: "INSERT OR IGNORE INTO model (name, series, n_params) VALUES (?, ?, ?)",
            arguments: [state.model, state.series, state.nParams])
        try db.execute(
            sql: """
                INSERT INTO checkpoint (model_id, train_step, rlhf_step, seed, variant)
                VALUES ((SELECT model_id FROM model WHERE name = ?), ?, ?, ?, ?)
                """, arguments: [state.model, state.trainStep, state.rlhfStep, state.seed, state.variant])
        let id = db.lastInsertedRowID
        try db.execute(
            sql: "INSERT INTO checkpoint_ref (ref, checkpoint_id) VALUES (?, ?)", arguments: [state.ref, id])
        return id
    }

    private static func run(_ state: State, _ task: Int64, nExamples: Int, in db: Database) throws -> Int64 {
        let checkpoint = try checkpoint(state, in: db)
        try db.execute(
            sql: """
                INSERT INTO run (
                    ref, checkpoint_id, protocol_id, task_id, run_key, harness, n_examples, n_ok, is_primary
                ) VALUES (?, ?, ?, ?, ?, 'test', ?, ?, 1)
                """,
            arguments: [state.ref, checkpoint, task, task, "\(state.ref) \(task)", nExamples, nExamples])
        return db.lastInsertedRowID
    }

    /// Two choices whose log-odds are exactly `logodds`.
    private static func response(_ run: Int64, _ example: Int64, _ logodds: Double, in db: Database) throws {
        let array = LogProbArray(logodds > 0 ? [0, -logodds] : [logodds, 0])
        let derived = ResponseDerivation(
            logprobs: array.values, isMissing: array.isMissing, matching: [0])
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO response (
                    run_id, example_id, status, logodds, credit, n_tied, lse_matching, lse_other, logprobs
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(
            arguments: [
                run, example, derived.status.rawValue, derived.logodds, derived.credit, derived.nTied,
                derived.lseMatching, derived.lseOther, array.json,
            ])
    }
}

extension [String: ResultValue] {
    func number(_ column: String) -> Double? {
        switch self[column] {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    func text(_ column: String) -> String? {
        if case .text(let value) = self[column] { value } else { nil }
    }
}

/// Whether two numbers are equal to 1e-10 of the larger; nil equals nil alone.
func agree(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-10) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= tolerance * max(1e-3, abs(a), abs(b))
}
