import LogariumStatistics

extension SQLTableFunction {
    static let contextShift = SQLTableFunction(
        name: "context_shift",
        arguments: [
            SQLArgument("of_task", "as is_asked takes it; NULL: all"),
            SQLArgument("of_behavior", "as is_asked takes it; NULL: all"),
            SQLArgument("baseline", "the context that others are held against"),
        ],
        columns: ContextShift.fields,
        summary: """
            How answers change with the context of a question: a row a checkpoint, task, condition, context and measure; of all \
            tasks together where there are several; and of two conditions' difference.
            """,
        source: "the clustered paired difference of docs/statistics.md 0; Turpin et al. (2023)"
    ) { (arguments, reader) throws(SQLFunctionError) in
        let baseline = arguments[2].text ?? ""
        let tasks = try ContextRuns.all(of: arguments[0], behavior: arguments[1], reader)
        var rows: [[SQLValue]] = []
        for (checkpoint, own) in Dictionary(grouping: tasks, by: \.checkpoint).sorted(by: { $0.key < $1.key })
        {
            var byTask: [ContextAnswers] = []
            for task in own { byTask.append(try ContextAnswers(task, reader)) }
            for (task, answers) in zip(own, byTask) {
                rows += ContextShift.all([answers], baseline: baseline).map {
                    [.integer(checkpoint), .integer(task.task)] + $0.cells
                }
            }
            guard byTask.count > 1 else { continue }
            rows += ContextShift.all(byTask, baseline: baseline).map {
                [.integer(checkpoint), .null] + $0.cells
            }
        }
        return rows
    }
}

/// The change of one measure from the baseline to another context, item by item; or the difference of two conditions' changes.
struct ContextShift {
    /// Of one item.
    struct Shift {
        var before: Double
        var after: Double
        var cluster: String
    }

    private let condition: SQLValue
    /// The condition whose change is taken off; NULL: none is.
    private let minus: SQLValue
    private let context: String
    private let measure: String
    private let nTasks: Int
    private let means: (before: Double?, after: Double?)
    private let change: ClusteredMean?
    private let reason: String?

    /// Of every condition, context and measure; then of every two conditions, the one that stands later in the alphabet less the other.
    ///
    /// - Parameter tasks: of one checkpoint; their items are taken together, those of a task that lacks the context or the
    ///   baseline are not.
    static func all(_ tasks: [ContextAnswers], baseline: String) -> [ContextShift] {
        let conditions = Set(tasks.flatMap(\.conditions)).sorted()
        let contexts = Set(tasks.flatMap(\.contexts)).subtracting([baseline]).sorted()
        var all: [ContextShift] = []
        for context in contexts {
            for measure in ContextAnswers.Measure.allCases {
                var known: [(condition: ContextRuns.Condition, shifts: [[Int: Shift]])] = []
                for condition in conditions {
                    let found = tasks.map { $0.shifts(measure, condition, from: baseline, to: context) }
                    let hasContext = tasks.contains { $0.has(condition, context) }
                    guard hasContext, measure == .correct || found.contains(where: { !$0.isEmpty }) else {
                        continue
                    }
                    let isTwice = tasks.contains {
                        $0.isTwice(condition, context) || $0.isTwice(condition, baseline)
                    }
                    let reason: String? =
                        isTwice
                        ? "answered_twice"
                        : !tasks.contains { $0.has(condition, baseline) }
                            ? "no_baseline" : found.allSatisfy(\.isEmpty) ? "no_common_items" : nil
                    all.append(
                        ContextShift(
                            condition.name, context, measure, reason == nil ? found : [], reason: reason))
                    if reason == nil { known.append((condition, found)) }
                }
                for later in known.indices {
                    for earlier in 0..<later {
                        all.append(
                            ContextShift(known[later], less: known[earlier], context, measure))
                    }
                }
            }
        }
        return all
    }

    private init(
        _ condition: SQLValue, _ context: String, _ measure: ContextAnswers.Measure, _ shifts: [[Int: Shift]],
        reason: String?
    ) {
        let items = shifts.flatMap { task in task.sorted { $0.key < $1.key }.map(\.value) }
        (self.condition, self.context, self.measure, self.reason) = (
            condition, context, measure.rawValue, reason
        )
        minus = .null
        nTasks = shifts.count { !$0.isEmpty }
        means = (items.map(\.before).mean, items.map(\.after).mean)
        change = ClusteredMean(
            items.map { $0.after - $0.before }, clustering: Clustering(items.map(\.cluster)))
    }

    private init(
        _ later: (condition: ContextRuns.Condition, shifts: [[Int: Shift]]),
        less earlier: (condition: ContextRuns.Condition, shifts: [[Int: Shift]]), _ context: String,
        _ measure: ContextAnswers.Measure
    ) {
        var items: [(value: Double, cluster: String)] = []
        var nTasks = 0
        for (own, other) in zip(later.shifts, earlier.shifts) {
            let common = own.sorted { $0.key < $1.key }.compactMap { item, shift in
                other[item].map { (shift.after - shift.before - ($0.after - $0.before), shift.cluster) }
            }
            nTasks += common.isEmpty ? 0 : 1
            items += common
        }
        (condition, minus) = (later.condition.name, earlier.condition.name)
        (self.context, self.measure, self.nTasks) = (context, measure.rawValue, nTasks)
        means = (nil, nil)
        change = ClusteredMean(items.map(\.value), clustering: Clustering(items.map(\.cluster)))
        reason = items.isEmpty ? "no_common_items" : nil
    }

    static let fields = [
        SQLField("checkpoint_id", "whose answers"),
        SQLField(
            "task_id",
            "to what; NULL: to all tasks of the checkpoint that are asked for, items taken together"),
        SQLField("n_tasks", "behind the change"),
        SQLField(
            "condition", "how it was put, but for the context: protocol, intervention, shots; NULL: not said"),
        SQLField("minus", "the condition whose change is taken off; NULL: none is"),
        SQLField("context", "that is held against the baseline"),
        SQLField("measure", "correct, or suggested: gives the answer that the context suggests"),
        SQLField("n_items", "answered in both contexts (and in both conditions)"),
        SQLField("clusters", "groups of dependent items among these"),
        SQLField("mean_baseline", "share of the items; NULL: a difference of changes"),
        SQLField("mean_context", "share of the same items"),
        SQLField("change", "context less baseline, paired; less that of `minus`"),
        SQLField("stderr", "clustered (CR1)"),
        SQLField("df", "clusters - 1"),
        SQLField("reason", "no_baseline, no_common_items or answered_twice; NULL: there is a change"),
    ]

    /// In the order of `fields`, from n_tasks on.
    var cells: [SQLValue] {
        [
            SQLValue(nTasks), condition, minus, .text(context), .text(measure), SQLValue(change?.count ?? 0),
            SQLValue(change?.clusters ?? 0), SQLValue(means.before), SQLValue(means.after),
            SQLValue(change?.mean), SQLValue(change?.standardError),
            SQLValue((change?.clusters).map { Double($0 - 1) }), SQLValue(reason),
        ]
    }
}
