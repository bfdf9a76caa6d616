import GRDB
import LogariumCore

/// Which checkpoint a reference stands for: finds or makes the rows, and moves runs when an identity changes.
struct CheckpointTable {
    let db: Database

    /// The checkpoint of a reference, new or known; what the source states is kept beside it.
    ///
    /// - Throws: `SourceError` where the source says otherwise of a reference than one before it did, and nobody decided.
    func checkpoint(
        of reference: CheckpointReference, decided: CheckpointIdentity?, in source: SourceDescription
    ) throws -> Int64 {
        if let row = try db.fetchCachedRow(
            sql: "SELECT checkpoint_id, decided, stated FROM checkpoint_ref WHERE ref = ?",
            arguments: [reference.ref])
        {
            try checkStated(
                reference, before: row["stated"],
                decided: decided ?? CheckpointIdentity(json: row["decided"]),
                in: source)
            guard let decided, CheckpointIdentity(json: row["decided"]) != decided else {
                return row["checkpoint_id"]
            }
            return try assign(try storedReference(reference.ref) ?? reference, decided: decided)
        }
        let resolved = reference.resolve(decided: decided ?? CheckpointIdentity())
        let checkpoint = try findOrInsert(resolved)
        try db.execute(
            sql: """
                INSERT INTO checkpoint_ref
                    (ref, checkpoint_id, model_name, pretrained, revision, subfolder, named, stated, decided)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                reference.ref, checkpoint, reference.modelName, reference.pretrained, reference.revision,
                reference.subfolder, reference.identityFromNames.json, reference.stated.json,
                (decided ?? CheckpointIdentity()).json,
            ])
        return checkpoint
    }

    private func checkStated(
        _ reference: CheckpointReference, before: String, decided: CheckpointIdentity,
        in source: SourceDescription
    ) throws {
        guard reference.stated.json != before,
            let difference = CheckpointIdentity(json: before).difference(
                from: reference.stated, apartFrom: decided)
        else { return }
        throw SourceError(
            path: source.place,
            reason: "\(reference.ref) is said to be another thing than before: \(difference)",
            remedy:
                "say which is true (`logarium models set`, or models.csv) and ingest again; if these are two "
                + "checkpoints, give them two names or a variant")
    }

    /// Gives a known reference the identity that is now decided, and moves its runs there.
    @discardableResult
    func assign(_ reference: CheckpointReference, decided: CheckpointIdentity) throws -> Int64 {
        let old = try Int64.fetchOne(
            db, sql: "SELECT checkpoint_id FROM checkpoint_ref WHERE ref = ?", arguments: [reference.ref])
        let resolved = reference.resolve(decided: decided)
        let new = try sameCheckpoint(old, resolved) ?? findOrInsert(resolved)
        try db.execute(
            sql: "UPDATE checkpoint_ref SET checkpoint_id = ?, decided = ? WHERE ref = ?",
            arguments: [new, decided.json, reference.ref])
        guard let old, old != new else { return new }
        let protocols = try Int64.fetchAll(
            db, sql: "SELECT DISTINCT protocol_id FROM run WHERE ref = ?", arguments: [reference.ref])
        try db.execute(
            sql: "UPDATE run SET checkpoint_id = ?, is_primary = 0 WHERE ref = ?",
            arguments: [new, reference.ref])
        try db.execute(
            sql: "UPDATE reported_metric SET checkpoint_id = ? WHERE ref = ?",
            arguments: [new, reference.ref])
        let primaries = PrimaryRuns(db: db)
        for protocolID in protocols {
            try primaries.choose(checkpoint: old, protocolID: protocolID)
            try primaries.choose(checkpoint: new, protocolID: protocolID)
        }
        try removeUnused()
        return new
    }

    func storedReference(_ ref: String) throws -> CheckpointReference? {
        try Row.fetchOne(db, sql: "SELECT * FROM checkpoint_ref WHERE ref = ?", arguments: [ref]).map { row in
            var reference = CheckpointReference(ref: ref)
            reference.modelName = row["model_name"]
            reference.pretrained = row["pretrained"]
            reference.revision = row["revision"]
            reference.subfolder = row["subfolder"]
            reference.stated = CheckpointIdentity(json: row["stated"])
            return reference
        }
    }

    func decided(_ ref: String) throws -> CheckpointIdentity? {
        try String.fetchOne(db, sql: "SELECT decided FROM checkpoint_ref WHERE ref = ?", arguments: [ref])
            .map(CheckpointIdentity.init(json:))
    }

    /// Forgets a reference that no run and no reported metric uses, with the checkpoint that only it stood for.
    func removeReferenceIfUnused(_ ref: String) throws {
        try db.execute(
            sql: """
                DELETE FROM checkpoint_ref
                WHERE ref = ?1 AND NOT EXISTS (SELECT 1 FROM run WHERE run.ref = ?1)
                    AND NOT EXISTS (SELECT 1 FROM reported_metric WHERE reported_metric.ref = ?1)
                """,
            arguments: [ref])
        if db.changesCount > 0 { try removeUnused() }
    }

    /// Drops checkpoints and models that nothing refers to any more.
    func removeUnused() throws {
        try db.execute(
            sql:
                "DELETE FROM checkpoint WHERE checkpoint_id NOT IN (SELECT checkpoint_id FROM checkpoint_ref)"
        )
        try db.execute(sql: "DELETE FROM model WHERE model_id NOT IN (SELECT model_id FROM checkpoint)")
    }

    /// The reference's own checkpoint where only the model's columns changed: unknown coordinates are never
    /// merged, but neither do they part from themselves.
    private func sameCheckpoint(_ checkpoint: Int64?, _ resolved: ResolvedIdentity) throws -> Int64? {
        guard let checkpoint else { return nil }
        let model = try findOrInsertModel(resolved)
        return try Int64.fetchOne(
            db,
            sql: """
                UPDATE checkpoint SET inferred = ? WHERE checkpoint_id = ? AND model_id = ? AND train_step IS ?
                    AND train_tokens IS ? AND rlhf_step IS ? AND seed IS ? AND variant = ?
                RETURNING checkpoint_id
                """,
            arguments: [
                inferredJSON(resolved, Self.checkpointColumns), checkpoint, model,
                resolved.identity.trainStep,
                resolved.identity.trainTokens, resolved.identity.rlhfStep, resolved.identity.seed,
                resolved.identity.variant ?? "",
            ])
    }

    private func findOrInsert(_ resolved: ResolvedIdentity) throws -> Int64 {
        let identity = resolved.identity
        let model = try findOrInsertModel(resolved)
        if let known = try Int64.fetchOne(
            db,
            sql: """
                SELECT checkpoint_id FROM checkpoint WHERE model_id = ? AND train_step = ? AND rlhf_step = ?
                    AND seed = ? AND variant = ?
                """,
            arguments: [model, identity.trainStep, identity.rlhfStep, identity.seed, identity.variant ?? ""])
        {
            return known
        }
        try db.execute(
            sql: """
                INSERT INTO checkpoint (model_id, train_step, train_tokens, rlhf_step, seed, variant, inferred)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                model, identity.trainStep, identity.trainTokens, identity.rlhfStep, identity.seed,
                identity.variant ?? "", inferredJSON(resolved, Self.checkpointColumns),
            ])
        return db.lastInsertedRowID
    }

    /// The model of an identity; what is decided or stated replaces what was only inferred or unknown.
    private func findOrInsertModel(_ resolved: ResolvedIdentity) throws -> Int64 {
        let identity = resolved.identity
        let name = identity.model ?? "unknown"
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM model WHERE name = ?", arguments: [name])
        else {
            try db.execute(
                sql: """
                    INSERT INTO model (name, series, n_params, n_params_non_embedding, inferred)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, identity.series, identity.nParams, identity.nParamsNonEmbedding,
                    inferredJSON(resolved, Self.modelColumns),
                ])
            return db.lastInsertedRowID
        }
        let wasInferred = Set(InferredColumns.list(row["inferred"]))
        var inferred = wasInferred
        func merged<Value: DatabaseValueConvertible>(_ column: String, _ new: Value?) -> Value? {
            let old: Value? = row[column]
            guard let new else { return old }
            if old != nil, resolved.inferred.contains(column) { return old }
            if resolved.inferred.contains(column) { inferred.insert(column) } else { inferred.remove(column) }
            return new
        }
        let series = merged("series", identity.series)
        let nParams = merged("n_params", identity.nParams)
        let nonEmbedding = merged("n_params_non_embedding", identity.nParamsNonEmbedding)
        if !resolved.inferred.contains("model") { inferred.remove("model") }
        try db.execute(
            sql: """
                UPDATE model SET series = ?1, n_params = ?2, n_params_non_embedding = ?3, inferred = ?4
                WHERE model_id = ?5 AND (series IS NOT ?1 OR n_params IS NOT ?2
                    OR n_params_non_embedding IS NOT ?3 OR inferred IS NOT ?4)
                """,
            arguments: [
                series, nParams, nonEmbedding, JSONArray.text(quoting: inferred.sorted()),
                row["model_id"] as Int64,
            ])
        return row["model_id"]
    }

    private static let modelColumns: Set = ["model", "series", "n_params", "n_params_non_embedding"]
    private static let checkpointColumns: Set = [
        "train_step", "train_tokens", "rlhf_step", "seed", "variant",
    ]

    private func inferredJSON(_ resolved: ResolvedIdentity, _ columns: Set<String>) -> String {
        JSONArray.text(quoting: resolved.inferred.intersection(columns).sorted())
    }
}

/// The `inferred` columns of model and checkpoint: a JSON array of column names.
enum InferredColumns {
    static func list(_ json: String) -> [String] {
        json.dropFirst().dropLast().split(separator: ",").map { $0.filter { $0 != "\"" } }
    }
}
