/// The runs of one checkpoint on one task whose context is known, by how else the task was put.
struct ContextRuns {
    /// How a task was put, but for its context.
    struct Condition: Hashable, Comparable {
        /// Protocol, intervention and shots, for people; NULL: nothing is said.
        let name: SQLValue
        /// Everything that was declared: JSON.
        let declared: String

        static func < (a: Condition, b: Condition) -> Bool {
            (a.name.text ?? "", a.declared) < (b.name.text ?? "", b.declared)
        }
    }

    let checkpoint: Int64
    let task: Int64
    private(set) var runs: [Condition: [String: [Int64]]] = [:]

    /// - Parameters:
    ///   - task: by name, as filters are.
    ///   - behavior: by name, as filters are.
    static func all(
        of task: SQLValue, behavior: SQLValue, _ reader: ColumnReader
    ) throws(SQLFunctionError) -> [ContextRuns] {
        let rows = try reader.statements.need(
            """
            SELECT run.checkpoint_id, run.task_id, run.run_id, protocol.declared ->> '$.context',
                NULLIF(CONCAT_WS('; ', protocol.declared ->> '$.protocol',
                    NULLIF(protocol.declared ->> '$.intervention', 'none')
                        || COALESCE(' ' || (protocol.declared ->> '$.share_kept'), ''),
                    protocol.num_fewshot || '-shot'), ''),
                JSON_REMOVE(protocol.declared, '$.context'), task.name, behavior.name
            FROM main.run
            INNER JOIN main.task ON task.task_id = run.task_id
            LEFT JOIN main.behavior ON behavior.behavior_id = task.behavior_id
            INNER JOIN main.protocol ON protocol.protocol_id = run.protocol_id
            WHERE run.is_primary = 1 AND protocol.declared ->> '$.context' IS NOT NULL
            ORDER BY run.checkpoint_id, run.task_id, run.run_id
            """)
        defer { rows.reset() }
        var all: [ContextRuns] = []
        while try rows.step() {
            guard rows.value(6).isAsked(task), rows.value(7).isAsked(behavior) else { continue }
            let (checkpoint, task) = (rows.integer(0), rows.integer(1))
            if all.last?.checkpoint != checkpoint || all.last?.task != task {
                all.append(ContextRuns(checkpoint: checkpoint, task: task))
            }
            let condition = Condition(name: rows.value(4), declared: rows.value(5).text ?? "")
            let context = rows.value(3).text ?? ""
            all[all.count - 1].runs[condition, default: [:]][context, default: []].append(rows.integer(2))
        }
        return all
    }
}

/// The answers of such runs.
struct ContextAnswers {
    enum Measure: String, CaseIterable {
        case correct, suggested
    }

    private let clusters: [String]
    private var answers: [ContextRuns.Condition: [String: ChainAnswers]] = [:]

    init(_ runs: ContextRuns, _ reader: ColumnReader) throws(SQLFunctionError) {
        let items = ChainItems(reader)
        for (condition, contexts) in runs.runs {
            for (context, own) in contexts {
                answers[condition, default: [:]][context] = try ChainAnswers(own, items, reader)
            }
        }
        clusters = items.clusters
    }

    var conditions: Dictionary<ContextRuns.Condition, [String: ChainAnswers]>.Keys { answers.keys }
    var contexts: [String] { answers.values.flatMap(\.keys) }

    func has(_ condition: ContextRuns.Condition, _ context: String) -> Bool {
        answers[condition]?[context] != nil
    }

    func isTwice(_ condition: ContextRuns.Condition, _ context: String) -> Bool {
        (answers[condition]?[context]?.answeredTwice ?? 0) > 0
    }

    /// Of the items that have the measure in both contexts, by the item.
    func shifts(
        _ measure: Measure, _ condition: ContextRuns.Condition, from baseline: String, to context: String
    ) -> [Int: ContextShift.Shift] {
        guard let before = answers[condition]?[baseline], let after = answers[condition]?[context] else {
            return [:]
        }
        let value = { (answer: ChainAnswers.Answer?) in
            measure == .correct ? answer?.isCorrect : answer?.isSuggested
        }
        var shifts: [Int: ContextShift.Shift] = [:]
        for item in after.items.keys {
            guard let a = value(before.items[item]), let b = value(after.items[item]) else { continue }
            shifts[item] = ContextShift.Shift(before: a, after: b, cluster: clusters[item])
        }
        return shifts
    }
}
