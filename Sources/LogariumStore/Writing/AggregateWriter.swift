import GRDB
import LogariumCore

/// Writes the lines of one table of aggregates; lives inside that file's transaction.
///
/// A line is one of hundreds of thousands, so that a checkpoint, a task or a run is looked up once, and what the database
/// knows is asked only of runs that it had before.
final class AggregateWriter {
    private let db: Database
    private let source: SourceDescription
    private let sourceFileID: Int64
    private let options: WriteOptions
    private let content: AggregateRows
    private let insertion: PreparedStatement

    private var checkpoints: [Int64?]
    private var tasks: [Int64?]
    private var runs: [RunPlace: Run] = [:]
    /// In the order of their first lines.
    private var order: [RunPlace] = []
    private var protocols: [ProtocolPlace: (id: Int64, key: String)] = [:]
    /// What this file has said: a hash of place, metric and filter, then the lines that have it.
    private var said: [Int: [Int]] = [:]
    private(set) var outcome = SourceOutcome()

    private struct ProtocolPlace: Hashable {
        let task: Int64
        let shots: Int?
    }

    private struct RunPlace: Hashable {
        let reference: Int
        let task: Int
        let shots: Int?
    }

    private struct Run {
        let id: Int64
        let isNew: Bool
        var nStored = 0
    }

    init(
        _ db: Database, _ content: AggregateRows, source: SourceDescription, sourceFileID: Int64,
        options: WriteOptions
    ) throws {
        (self.db, self.content, self.source) = (db, content, source)
        (self.sourceFileID, self.options) = (sourceFileID, options)
        checkpoints = Array(repeating: nil, count: content.references.count)
        tasks = Array(repeating: nil, count: content.tasks.count)
        insertion = try PreparedStatement(
            db,
            """
            INSERT INTO reported_metric (
                source_file_id, ref, checkpoint_id, run_id, name, is_group, num_fewshot, metric, filter_name, value,
                value_text, stderr, n, higher_is_better
            ) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertion.bind(1, sourceFileID)
        try checkReferences()
    }

    /// - Throws: `SourceError` where the file says a value twice.
    func write() throws -> SourceOutcome {
        for index in content.rows.indices { try write(index) }
        for place in order { count(place) }
        return outcome
    }

    private func write(_ index: Int) throws {
        let row = content.rows[index]
        let place = RunPlace(reference: row.reference, task: row.task, shots: row.numFewshot)
        try note(index, at: place)
        var run = try run(at: place, row)
        if !run.isNew, let known = try knownValue(row, run: run.id) {
            if known.value == row.metric.value { return }
            guard try settle(row, known) else { return }
        }
        try insert(row, run: run.id)
        run.nStored += 1
        runs[place] = run
        outcome.nReported += 1
    }

    /// Another value for what is known.
    ///
    /// - Returns: whether the new one is to be stored.
    private func settle(_ row: AggregateRow, _ known: (id: Int64, value: Double?)) throws -> Bool {
        var told = RunOutcome(
            kind: .replaced, task: row.metric.name, ref: content.references[row.reference].ref, nResponses: 0)
        told.nDiffering = 1
        told.maxDifference = abs((known.value ?? .infinity) - (row.metric.value ?? .infinity))
        let replaces = options.onConflict == .replace
        if !replaces { told.kind = options.onConflict == .skip ? .skipped : .conflict }
        outcome.runs.append(told)
        guard replaces else { return false }
        try db.executeCached(
            sql: "DELETE FROM reported_metric WHERE reported_metric_id = ?", arguments: [known.id])
        return true
    }

    private func insert(_ row: AggregateRow, run: Int64) throws {
        insertion.bind(2, content.references[row.reference].ref)
        insertion.bind(3, checkpoints[row.reference])
        insertion.bind(4, run)
        insertion.bind(5, row.metric.name)
        insertion.bind(6, row.numFewshot)
        insertion.bind(7, row.metric.metric)
        insertion.bind(8, row.metric.filter)
        insertion.bind(9, row.metric.value)
        insertion.bind(10, row.metric.valueText)
        insertion.bind(11, row.metric.stderr)
        insertion.bind(12, row.metric.n)
        insertion.bind(13, row.metric.higherIsBetter.map { $0 ? 1 : 0 })
        try insertion.run()
    }

    /// What makes a value: checkpoint, task, shots, metric and filter.
    private func note(_ index: Int, at place: RunPlace) throws {
        let row = content.rows[index]
        var hasher = Hasher()
        hasher.combine(place)
        hasher.combine(row.metric.metric)
        hasher.combine(row.metric.filter)
        let hash = hasher.finalize()
        let first = said[hash, default: []].map { content.rows[$0] }.first {
            $0.reference == row.reference && $0.task == row.task && $0.numFewshot == row.numFewshot
                && $0.metric.metric == row.metric.metric && $0.metric.filter == row.metric.filter
        }
        if let first {
            let ref = content.references[row.reference].ref
            throw error(
                row.line,
                "\(row.metric.metric) of \(row.metric.name) for \(ref) stands twice, first in line \(first.line)",
                "leave one line, or tell the lines apart by num_fewshot, filter, seed or variant")
        }
        said[hash, default: []].append(index)
    }

    private func knownValue(_ row: AggregateRow, run: Int64) throws -> (id: Int64, value: Double?)? {
        try db.fetchCachedRow(
            sql: """
                SELECT reported_metric_id, value FROM reported_metric
                WHERE run_id = ? AND metric = ? AND filter_name = ? AND source_file_id <> ?
                """,
            arguments: [run, row.metric.metric, row.metric.filter, sourceFileID]
        ).map { ($0[0], $0[1]) }
    }

    // MARK: Runs

    private func run(at place: RunPlace, _ row: AggregateRow) throws -> Run {
        if let known = runs[place] { return known }
        var statement = content.run(of: row)
        statement.label = options.runLabel
        let task = try task(place.task)
        let checkpoint = try checkpoint(place.reference, line: row.line)
        let protocolRow = try protocolRow(statement.protocolDeclaration, task: task)
        let key = RunKey.key(of: statement, comparabilityKey: protocolRow.key)
        let run: Run
        if let known = try db.fetchCachedValue(
            Int64.self, sql: "SELECT run_id FROM run WHERE run_key = ?", arguments: [key])
        {
            run = Run(id: known, isNew: false)
        } else {
            let row = try db.fetchCachedRow(
                sql: """
                    INSERT INTO run (
                        ref, checkpoint_id, protocol_id, task_id, run_key, results_file_id, harness, partial,
                        label, is_primary
                    ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'no_samples', ?8, NOT EXISTS (
                        SELECT 1 FROM run
                        WHERE checkpoint_id = ?2 AND protocol_id = ?3 AND is_primary = 1))
                    RETURNING run_id, is_primary
                    """,
                arguments: [
                    statement.reference.ref, checkpoint, protocolRow.id, task, key, sourceFileID,
                    statement.harness, statement.label,
                ])
            run = Run(id: row?[0] ?? 0, isNew: true)
            // Another name of this checkpoint has a run already: which stands for both is decided as ever.
            if row?[1] == 0 {
                try PrimaryRuns(db: db).choose(checkpoint: checkpoint, protocolID: protocolRow.id)
            }
        }
        runs[place] = run
        order.append(place)
        return run
    }

    private func checkpoint(_ index: Int, line: Int) throws -> Int64 {
        if let known = checkpoints[index] { return known }
        let reference = content.references[index]
        try SourceWriter.check(reference, in: source)
        let decided = options.modelRules.decide(reference)?.identity
        let id = try CheckpointTable(db: db).checkpoint(of: reference, decided: decided, in: source)
        checkpoints[index] = id
        return id
    }

    private func task(_ index: Int) throws -> Int64 {
        if let known = tasks[index] { return known }
        try SourceWriter.check([content.tasks[index].name], in: source)
        let table = TaskTable(db: db)
        let id = try table.task(content.tasks[index])
        if let decision = options.taskRules.decide(content.tasks[index].name)?.decision,
            try table.decide(id, decision)
        {
            try TaskExamples(db: db).reread(task: id)
        }
        tasks[index] = id
        return id
    }

    private func protocolRow(
        _ declaration: ProtocolDeclaration, task: Int64
    ) throws -> (id: Int64, key: String) {
        let place = ProtocolPlace(task: task, shots: declaration.numFewshot)
        if let known = protocols[place] { return known }
        let id = try ProtocolTable(db: db).declared(declaration, task: task)
        let key = try db.fetchCachedValue(
            String.self, sql: "SELECT comparability_key FROM protocol WHERE protocol_id = ?", arguments: [id])
        protocols[place] = (id, key ?? "")
        return (id, key ?? "")
    }

    private func count(_ place: RunPlace) {
        guard let run = runs[place] else { return }
        outcome.runs.append(
            RunOutcome(
                kind: run.isNew ? .new : run.nStored > 0 ? .extended : .identical,
                task: content.tasks[place.task].name, ref: content.references[place.reference].ref,
                nResponses: 0))
    }

    // MARK: Faults

    /// Lines of one reference that say different things of it cannot all be right.
    private func checkReferences() throws {
        var first: [String: Int] = [:]
        for (index, reference) in content.references.enumerated() {
            guard let known = first.updateValue(index, forKey: reference.ref) else { continue }
            let line = content.rows.first { $0.reference == index }?.line
            let difference = content.references[known].stated.difference(from: reference.stated)
            throw error(
                line, "\(reference.ref) is said to be two things: \(difference ?? "its cells differ")",
                "give all lines of one checkpoint the same cells, or tell checkpoints apart by seed or variant"
            )
        }
    }

    private func error(_ line: Int?, _ reason: String, _ remedy: String) -> SourceError {
        SourceError(path: source.place, line: line, reason: reason, remedy: remedy)
    }
}
