import GRDB
import LogariumCore

/// Writes the runs of one source file; lives inside that file's transaction.
final class SourceWriter: SampleSink {
    private let db: Database
    private let source: SourceDescription
    private let options: WriteOptions
    let sourceFileID: Int64
    private let examples: ExampleWriter
    private let responses: ResponseWriter
    private let firstExampleID: Int64
    private(set) var runs: [OpenRun] = []
    /// Places in `runs` by their statement's hash value: the statements themselves are kept once.
    private var placesByHash: [Int: [Int]] = [:]
    private(set) var rejected: [RejectedLine] = []
    private var matchingChanged: Set<Int64> = []

    init(
        _ db: Database, source: SourceDescription, sourceFileID: Int64, options: WriteOptions,
        cache: ExampleCache
    ) throws {
        self.db = db
        self.source = source
        self.sourceFileID = sourceFileID
        self.options = options
        firstExampleID =
            try db.fetchCachedValue(Int64.self, sql: "SELECT COALESCE(MAX(example_id), 0) + 1 FROM example")
            ?? 1
        examples = try ExampleWriter(
            db, keepsText: options.keepsText, cache: cache, nextID: firstExampleID)
        responses = try ResponseWriter(db, examples: examples)
    }

    // MARK: SampleSink

    func open(_ statement: RunRecord) throws -> RunHandle {
        guard options.runLabel.isEmpty || !statement.label.isEmpty else {
            var labelled = statement
            labelled.label = options.runLabel
            return try open(labelled)
        }
        if let last = runs.last, last.statement == statement { return RunHandle(index: runs.count - 1) }
        let hash = statement.hashValue
        if let known = placesByHash[hash]?.first(where: { runs[$0].statement == statement }) {
            return RunHandle(index: known)
        }
        try Self.check(statement.reference, in: source)
        try Self.check([statement.task.name, statement.label], in: source)
        let identity = options.modelRules.decide(statement.reference)?.identity
        let checkpoint = try CheckpointTable(db: db).checkpoint(
            of: statement.reference, decided: identity, in: source)
        let task = try openTask(statement.task)
        let protocolID = try ProtocolTable(db: db).declared(statement.protocolDeclaration, task: task)
        let runID = try insertRow(statement, task: task, checkpoint: checkpoint, protocolID: protocolID)
        runs.append(
            OpenRun(
                statement: statement, runID: runID, taskID: task, checkpointID: checkpoint,
                declaredProtocolID: protocolID, fields: try TaskTable(db: db).fields(of: task)))
        placesByHash[hash, default: []].append(runs.count - 1)
        return RunHandle(index: runs.count - 1)
    }

    func needsDetail(of contentHash: Hash128, in handle: RunHandle) throws -> Bool {
        let run = runs[handle.index]
        guard let known = try examples.find(task: run.taskID, hash: contentHash) else { return true }
        // The next may be a new copy.
        return run.examples.contains(known.id)
    }

    func add(_ sample: Sample, to handle: RunHandle) throws {
        let run = runs[handle.index]
        let example = try knownExample(of: sample, in: run)
        switch run.examples.note(example.id, of: sample) {
        case .new:
            if let response = sample.response {
                try responses.insert(response, run: run.runID, example: example)
            }
        case .answeredElsewhere:
            try stored(example, in: run).check(sample.response, of: sample, in: source)
        case .repeated:
            try stored(example, in: run).check(sample, in: source)
            run.nRepeated += 1
            return
        }
        do {
            for score in sample.scores {
                try responses.insert(score, filter: sample.filter, run: run.runID, example: example.id)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw StoredAnswer.answeredOtherwise(sample, in: source)
        }
        for check in sample.checks { run.note(check) }
    }

    private func stored(_ example: KnownExample, in run: OpenRun) throws -> StoredAnswer {
        try responses.flush()
        return StoredAnswer(db: db, runID: run.runID, exampleID: example.id)
    }

    func reject(_ line: RejectedLine) throws {
        guard options.setsLinesAside, !line.refusesFile else {
            throw SourceError(
                path: source.place, line: line.line, reason: line.reason,
                remedy: line.refusesFile
                    ? "mend the file: no line of it can be set aside"
                    : "mend the line, or re-run with --reject FILE to set such lines aside")
        }
        rejected.append(line)
        try db.executeCached(
            sql: "INSERT INTO rejected_line (source_file_id, line, reason, text) VALUES (?, ?, ?, ?)",
            arguments: [sourceFileID, line.line, line.reason, options.keepsText ? line.text : nil])
    }

    // MARK: The end of the file

    /// Gives every run its protocol and key, compares it with what is known, and keeps or drops it.
    func finish(
        resultsFileID: Int64?, digest: SourceDigest, onClose: (Int, Int) -> Void = { _, _ in }
    ) throws -> [RunOutcome] {
        try responses.flush()
        let closing = RunClosing(
            db: db, sourceFileID: sourceFileID, resultsFileID: resultsFileID, sha256: digest.sha256,
            onConflict: options.onConflict, hasRejectedLines: !rejected.isEmpty)
        var outcomes: [RunOutcome] = []
        for run in runs {
            outcomes.append(try closing.close(run))
            onClose(outcomes.count, runs.count)
        }
        try checkFields()
        // Examples that only dropped runs had asked about.
        try db.executeCached(
            sql: """
                DELETE FROM example
                WHERE example_id >= ? AND NOT EXISTS (
                    SELECT 1 FROM protocol_example
                    INNER JOIN protocol ON protocol.protocol_id = protocol_example.protocol_id
                    WHERE protocol.task_id = example.task_id
                        AND protocol_example.example_id = example.example_id)
                """,
            arguments: [firstExampleID])
        if db.changesCount > 0 { examples.forget() }
        let clusters = ClusterAssignment(db: db)
        for task in Set(runs.filter(\.hasNewExamples).map(\.taskID)).sorted() {
            try clusters.refresh(task: task)
        }
        try ResponseRederivation(db: db).recount(runs: matchingChanged)
        return outcomes
    }

    /// A rule for one task names fields that its documents have; of a rule for many, all of them are asked at the end.
    private func checkFields() throws {
        for task in Set(runs.filter(\.hasNewExamples).map(\.taskID)).sorted() {
            let name = try String.fetchOne(
                db, sql: "SELECT name FROM task WHERE task_id = ?", arguments: [task])
            guard let rule = options.taskRules.first(where: { $0.match.pattern == name }),
                let fault = try TaskTable(db: db).missingField(of: rule, options.taskRules)
            else { continue }
            throw SourceError(path: source.place, reason: "\(fault)", remedy: "correct the row of tasks.csv")
        }
    }

    static func check(_ reference: CheckpointReference, in source: SourceDescription) throws {
        try check(
            [
                reference.ref, reference.modelName, reference.pretrained, reference.revision,
                reference.subfolder,
            ]
            .compactMap { $0 }, in: source)
    }

    /// A name that goes on behind U+0000 would be cut there, and be another's.
    static func check(_ names: [String], in source: SourceDescription) throws {
        guard let name = names.first(where: { $0.utf8.contains(0) }) else { return }
        throw SourceError(
            path: source.place,
            reason: "the name \"\(name.replacing("\0", with: "\\u0000"))\" has the character U+0000",
            remedy: "take the character out of the name")
    }

    private func openTask(_ statement: TaskRecord) throws -> Int64 {
        let table = TaskTable(db: db)
        let task = try table.task(statement)
        if let decision = options.taskRules.decide(statement.name)?.decision, try table.decide(task, decision)
        {
            try responses.flush()
            try TaskExamples(db: db).reread(task: task)
            examples.forget()
        }
        return task
    }

    private func insertRow(
        _ statement: RunRecord, task: Int64, checkpoint: Int64, protocolID: Int64
    ) throws -> Int64 {
        try db.executeCached(
            sql: """
                INSERT INTO run (
                    ref, checkpoint_id, protocol_id, task_id, run_key, samples_file_id, engine, dtype, harness,
                    harness_version, task_version, evaluated_at, selection, label, n_expected, partial, config
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                statement.reference.ref, checkpoint, protocolID, task, "open \(sourceFileID) \(runs.count)",
                source.role.holdsSamples ? sourceFileID : nil, statement.engine, statement.dtype,
                statement.harness,
                statement.harnessVersion, statement.taskVersion, statement.evaluatedAt, statement.selection,
                statement.label, statement.nExpected, statement.partial?.rawValue, statement.config,
            ])
        return db.lastInsertedRowID
    }

    private func knownExample(of sample: Sample, in run: OpenRun) throws -> KnownExample {
        let first = try examples.find(task: run.taskID, hash: sample.contentHash)
        let copy = run.examples.copy(of: sample, first: first?.id)
        let isFirst = copy == 0 || sample.hashHoldsCopy
        let hash = isFirst ? sample.contentHash : sample.contentHash.ofCopy(copy)
        if let known = try isFirst ? first : examples.find(task: run.taskID, hash: hash) {
            return try inferMatching(known, sample.inferredMatching, task: run.taskID, hash: hash)
        }
        guard let detail = sample.detail else {
            throw SourceError(
                path: source.place, line: sample.line, reason: "the reader left out a new example's text",
                remedy: "report this as a fault of Logarium")
        }
        let new = try examples.insert(detail, task: run.taskID, hash: hash, copy: copy, fields: run.fields)
        run.hasNewExamples = true
        return try inferMatching(new, sample.inferredMatching, task: run.taskID, hash: hash)
    }

    /// Takes a gold that a score gives away, where nothing better is known.
    private func inferMatching(
        _ example: KnownExample, _ inferred: [Int]?, task: Int64, hash: Hash128
    ) throws -> KnownExample {
        guard example.matching == nil, example.matchingSource == .none, let inferred else { return example }
        try responses.flush()
        try db.executeCached(
            sql: """
                UPDATE example SET matching = ?1, matching_source = 'score', stated_matching = ?1,
                    stated_matching_source = 'score'
                WHERE example_id = ?2
                """,
            arguments: [JSONArray.text(inferred), example.id])
        matchingChanged.formUnion(
            try ResponseRederivation(db: db).rederive(example: example.id, matching: inferred))
        let informed = KnownExample(id: example.id, matching: inferred, matchingSource: .score)
        try examples.note(informed, task: task, hash: hash)
        return informed
    }
}
