import GRDB
public import LogariumCore

extension Warehouse {
    /// Whether a source of this role and name and as many bytes is here, so that its digest is worth computing.
    public func mayHold(_ source: SourceDescription, bytes: Int) throws -> Bool {
        try queue.read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE bytes = ? AND role = ? AND name = ?)",
                arguments: [bytes, source.role.rawValue, source.name]) ?? false
        }
    }

    /// Whether these very bytes were ingested in this role before.
    public func holds(_ source: SourceDescription, sha256: String) throws -> Bool {
        try queue.read { try Self.sourceFile(source, sha256: sha256, in: $0) != nil }
    }

    /// Stores everything that a reader finds in one source file, or nothing of it.
    ///
    /// - Parameters:
    ///   - onClose: how many of the file's runs have been settled, after each.
    ///   - read: feeds the sink, and returns what it saw of the file.
    /// - Returns: what became of every run; a file in which every run is identical leaves no trace.
    /// - Throws: what `read` throws, `SourceError` for a bad line, `WarehouseError` for the disk.
    public func ingest(
        _ source: SourceDescription, options: WriteOptions = WriteOptions(),
        onClose: (_ runs: Int, _ of: Int) -> Void = { _, _ in },
        read: (any SampleSink) throws -> SourceDigest
    ) throws -> SourceOutcome {
        try writeOrRollBack { db in
            try blaming(source) {
                try store(source, options: options, onClose: onClose, read: read, in: db)
            }
        }
    }

    /// What a reader let pass is its file's fault, not the warehouse's: the others go on.
    func blaming<Value>(_ source: SourceDescription, _ change: () throws -> Value) throws -> Value {
        do {
            return try change()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw SourceError(forbidden: error, in: source)
        }
    }

    private func store(
        _ source: SourceDescription, options: WriteOptions, onClose: (Int, Int) -> Void,
        read: (any SampleSink) throws -> SourceDigest, in db: Database
    ) throws -> (Database.TransactionCompletion, SourceOutcome) {
        try examples.follow(db)
        let id = try insertSourceFile(source, in: db)
        let writer = try SourceWriter(
            db, source: source, sourceFileID: id, options: options, cache: examples)
        let digest = try read(writer)
        if try Self.sourceFile(source, sha256: digest.sha256, in: db) != nil {
            return (.rollback, SourceOutcome(wasKnown: true))
        }
        let results = try Int64.fetchOne(
            db,
            sql: "SELECT source_file_id FROM source_file WHERE sha256 = ? AND role = 'results'",
            arguments: [source.pairedSHA256])
        let runs = try writer.finish(resultsFileID: results, digest: digest, onClose: onClose)
        let outcome = SourceOutcome(runs: runs, nRejected: writer.rejected.count)
        guard runs.contains(where: \.isStored) || outcome.nRejected > 0 else {
            guard runs.contains(where: \.isLinked) else { return (.rollback, outcome) }
            try db.execute(sql: "DELETE FROM source_file WHERE source_file_id = ?", arguments: [id])
            return (.commit, outcome)
        }
        try db.execute(
            sql: """
                UPDATE source_file SET sha256 = ?, bytes = ?, n_lines = ?, n_responses = ?, n_rejected = ?
                WHERE source_file_id = ?
                """,
            arguments: [
                digest.sha256, digest.bytes, digest.lines, outcome.nNewResponses, outcome.nRejected, id,
            ])
        return (.commit, outcome)
    }

    private static func sourceFile(
        _ source: SourceDescription, sha256: String, in db: Database
    ) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT source_file_id FROM source_file
                WHERE sha256 = ? AND role = ? AND name = ? AND paired_sha256 = ?
                """,
            arguments: [sha256, source.role.rawValue, source.name, source.pairedSHA256])
    }

    /// Runs changes as if, and takes them all back.
    public func rehearse(_ changes: () throws -> Void) throws {
        try queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        defer {
            examples.forget()
            try? queue.writeWithoutTransaction { try $0.rollback() }
        }
        try changes()
    }

    /// - Parameter digest: of a file that has been read; nil where it is known only when the file has been.
    func insertSourceFile(
        _ source: SourceDescription, digest: SourceDigest? = nil, in db: Database
    ) throws -> Int64 {
        let digest = digest ?? SourceDigest(sha256: String(repeating: "0", count: 64), bytes: 0, lines: 0)
        try db.execute(
            sql: """
                INSERT INTO source_file (
                    path, member, name, sha256, bytes, n_lines, role, paired_sha256, format,
                    reader_version, harness_version, ingested_at
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                """,
            arguments: [
                source.path, source.member, source.name, digest.sha256, digest.bytes, digest.lines,
                source.role.rawValue, source.pairedSHA256, source.format, source.readerVersion,
                source.harnessVersion,
            ])
        return db.lastInsertedRowID
    }

    /// Runs a change that decides itself whether it stays.
    func writeOrRollBack<Value>(
        _ change: (Database) throws -> (Database.TransactionCompletion, Value)
    ) throws -> Value {
        do {
            return try queue.writeWithoutTransaction { db in
                var result: Value?
                var isKept = false
                defer { if !isKept { examples.forget() } }
                try db.inSavepointOrImmediate {
                    let (completion, value) = try change(db)
                    result = value
                    isKept = completion == .commit
                    return completion
                }
                guard let result else {
                    throw WarehouseError.sqlite(path: path, message: "the transaction was lost")
                }
                return result
            }
        } catch let error as DatabaseError {
            throw WarehouseError(error, path: path)
        }
    }
}

extension SourceError {
    /// A value that the schema does not take.
    fileprivate init(forbidden error: DatabaseError, in source: SourceDescription) {
        let rule = (error.message ?? "").split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
        self.init(
            path: source.place, reason: "a value in it is not allowed; the rule is \(rule)",
            remedy: "mend the value; nothing of this file was kept")
    }
}
