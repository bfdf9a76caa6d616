import GRDB
import LogariumCore

/// How tasks were put: content first, declaration second.
///
/// Runs of one task and output type share a protocol where the items they share were put identically; where
/// they share none, where the declared fields are equal. What a table says of the protocol by name, of shots, of a chain's
/// intervention and of the context is no setting that may be declared wrongly but what tells its runs apart: it always parts them.
struct ProtocolTable {
    let db: Database

    /// The fields of a declaration that are a person's own words.
    private static func telling(_ declared: String) -> String {
        let fields = ["protocol", "shots", "intervention", "share_kept", "context"].map {
            "\(declared) ->> '$.\($0)'"
        }
        return "JSON_ARRAY(\(fields.joined(separator: ", ")))"
    }

    /// The protocol of a declaration, new or known, before any example is looked at.
    func declared(_ declaration: ProtocolDeclaration, task: Int64) throws -> Int64 {
        let hash = SHA256Digest.hex(of: declaration.declared)
        if let known = try db.fetchCachedValue(
            Int64.self,
            sql: "SELECT protocol_id FROM protocol WHERE task_id = ? AND declared_hash = ? ORDER BY variant",
            arguments: [task, hash])
        {
            return known
        }
        return try insert(declaration, task: task, hash: hash)
    }

    /// The protocol that a run's examples belong to; a new one where every known one puts them otherwise.
    ///
    /// - Returns: with it, whether it has all of them already.
    func matching(_ run: OpenRun, _ examples: ExampleSet) throws -> (id: Int64, holdsAll: Bool) {
        let declaration = run.statement.protocolDeclaration
        let hash = SHA256Digest.hex(of: declaration.declared)
        let candidates = try Row.fetchAll(
            try db.cachedStatement(
                sql: """
                    SELECT protocol_id, declared_hash = ?1 AS is_declared FROM protocol
                    WHERE task_id = ?2 AND output_type = ?3 AND \(Self.telling("declared")) IS \(Self.telling("?4"))
                    ORDER BY declared_hash = ?1 DESC, protocol_id
                    """),
            arguments: [hash, run.taskID, declaration.outputType.rawValue, declaration.declared])
        guard examples.count > 0 else {
            let declared = candidates.first { $0["is_declared"] }
            return (try declared?["protocol_id"] ?? insert(declaration, task: run.taskID, hash: hash), true)
        }
        for candidate in candidates where try holdsAll(examples, protocolID: candidate["protocol_id"]) {
            return (candidate["protocol_id"], true)
        }
        try stageItems(examples)
        var byDeclaration: Int64?
        for candidate in candidates {
            let id: Int64 = candidate["protocol_id"]
            if try putsOtherwise(protocolID: id) { continue }
            if try sharesItems(protocolID: id) { return (id, false) }
            if candidate["is_declared"], byDeclaration == nil { byDeclaration = id }
        }
        return (try byDeclaration ?? insert(declaration, task: run.taskID, hash: hash), false)
    }

    func add(_ examples: ExampleSet, to protocolID: Int64) throws {
        let insertion = try PreparedStatement(
            db,
            """
            INSERT OR IGNORE INTO protocol_example (protocol_id, example_id)
            SELECT ?, example_id FROM example WHERE example_id BETWEEN ? AND ?
            """)
        try examples.forEachRange { range in
            insertion.bind(1, protocolID)
            insertion.bind(2, range.lowerBound)
            insertion.bind(3, range.upperBound)
            try insertion.run()
        }
    }

    /// Keeps beside a run the number of shots it declares, where runs that were put exactly alike declare another.
    func noteShots(_ declaration: ProtocolDeclaration, of run: Int64) throws {
        guard let shots = declaration.numFewshot else { return }
        try db.executeCached(
            sql: """
                UPDATE run SET config = JSON_SET(config, '$.declared_num_fewshot', ?1)
                WHERE run_id = ?2 AND EXISTS (
                    SELECT 1 FROM protocol
                    WHERE protocol.protocol_id = run.protocol_id AND protocol.num_fewshot <> ?1)
                """,
            arguments: [shots, run])
    }

    /// Drops protocols of a task that no run uses.
    func removeUnused(task: Int64) throws {
        try db.executeCached(
            sql: """
                DELETE FROM protocol
                WHERE task_id = ? AND NOT EXISTS (
                    SELECT 1 FROM run WHERE run.protocol_id = protocol.protocol_id)
                """,
            arguments: [task])
    }

    /// The common case, without a sort: every example was put under this protocol before.
    private func holdsAll(_ examples: ExampleSet, protocolID: Int64) throws -> Bool {
        guard examples.count > 0 else { return false }
        let lookup = try PreparedStatement(
            db,
            "SELECT COUNT(*) FROM protocol_example WHERE protocol_id = ? AND example_id BETWEEN ? AND ?")
        return try examples.allRanges { range in
            lookup.bind(1, protocolID)
            lookup.bind(2, range.lowerBound)
            lookup.bind(3, range.upperBound)
            return try lookup.firstRow { $0.int64(0) } == Int64(range.count)
        }
    }

    private func stageItems(_ examples: ExampleSet) throws {
        try db.executeCached(
            sql: "CREATE TEMP TABLE IF NOT EXISTS run_item (example_id INTEGER PRIMARY KEY, item_hash TEXT)")
        try db.executeCached(
            sql: "CREATE INDEX IF NOT EXISTS temp.run_item_by_hash ON run_item (item_hash)")
        try db.executeCached(sql: "DELETE FROM temp.run_item")
        let insertion = try PreparedStatement(
            db,
            """
            INSERT INTO temp.run_item
            SELECT example_id, item_hash FROM example WHERE example_id BETWEEN ? AND ?
            """)
        try examples.forEachRange { range in
            insertion.bind(1, range.lowerBound)
            insertion.bind(2, range.upperBound)
            try insertion.run()
        }
    }

    /// Whether some item of the staged run was put under a protocol in other ways only; ends at the first.
    private func putsOtherwise(protocolID: Int64) throws -> Bool {
        try db.fetchCachedValue(
            Bool.self,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM protocol_example AS asked
                    CROSS JOIN example ON example.example_id = asked.example_id
                    CROSS JOIN temp.run_item AS shared ON shared.item_hash = example.item_hash
                    WHERE asked.protocol_id = ?1 AND NOT EXISTS (
                        SELECT 1 FROM temp.run_item AS same
                        CROSS JOIN protocol_example AS put
                            ON put.protocol_id = ?1 AND put.example_id = same.example_id
                        WHERE same.item_hash = example.item_hash))
                """,
            arguments: [protocolID]) ?? false
    }

    /// Whether a protocol asked any item of the staged run.
    private func sharesItems(protocolID: Int64) throws -> Bool {
        try db.fetchCachedValue(
            Bool.self,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM protocol_example AS asked
                    CROSS JOIN example ON example.example_id = asked.example_id
                    CROSS JOIN temp.run_item AS shared ON shared.item_hash = example.item_hash
                    WHERE asked.protocol_id = ?)
                """,
            arguments: [protocolID]) ?? false
    }

    /// Gives a protocol the declaration that was missing when its first run came.
    func redeclare(_ protocolID: Int64, _ declaration: ProtocolDeclaration) throws {
        let task =
            try db.fetchCachedValue(
                Int64.self, sql: "SELECT task_id FROM protocol WHERE protocol_id = ?", arguments: [protocolID]
            ) ?? 0
        let row = try newRow(declaration, task: task)
        try db.executeCached(
            sql: """
                UPDATE protocol SET comparability_key = ?, declared_hash = ?, variant = ?, num_fewshot = ?,
                    label = ?, declared = ?
                WHERE protocol_id = ?
                """,
            arguments: [
                row.key, row.hash, row.variant, declaration.numFewshot, row.label, declaration.declared,
                protocolID,
            ])
    }

    private func insert(_ declaration: ProtocolDeclaration, task: Int64, hash: String) throws -> Int64 {
        let row = try newRow(declaration, task: task)
        try db.executeCached(
            sql: """
                INSERT INTO protocol (
                    task_id, comparability_key, declared_hash, variant, output_type, num_fewshot, label, declared
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                task, row.key, row.hash, row.variant, declaration.outputType.rawValue, declaration.numFewshot,
                row.label, declaration.declared,
            ])
        return db.lastInsertedRowID
    }

    /// The identifiers of a declaration that is new to a task, or that puts its items in a new way.
    private func newRow(
        _ declaration: ProtocolDeclaration, task: Int64
    ) throws -> (key: String, hash: String, variant: Int, label: String) {
        let hash = SHA256Digest.hex(of: declaration.declared)
        let variant =
            try db.fetchCachedValue(
                Int.self,
                sql: "SELECT MAX(variant) + 1 FROM protocol WHERE task_id = ? AND declared_hash = ?",
                arguments: [task, hash]) ?? 0
        let name = try db.fetchCachedValue(
            String.self, sql: "SELECT name FROM task WHERE task_id = ?", arguments: [task])
        var key = SHA256Digest()
        for part in [name ?? "", declaration.outputType.rawValue, hash, "\(variant)"] {
            key.updateField(part)
        }
        // An export's label says already which variant it was where it came from.
        let base = declaration.label.prefix(
            upTo: declaration.label.range(of: ", variant ")?.lowerBound ?? declaration.label.endIndex)
        let label = variant == 0 ? String(base) : "\(base), variant \(variant)"
        return (key.finalizeHash128().description, hash, variant, label)
    }
}
