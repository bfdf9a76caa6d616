import LogariumStatistics

/// `curve_matching`: an accuracy and an nll line a task over the same states. A row with a NULL is skipped.
final class TaskCurves: SQLAggregate {
    private var points: [SQLValue: [SQLValue: (accuracy: Double, nll: Double)]] = [:]
    private var states: Set<SQLValue> = []

    static let fields = [
        SQLField("n_tasks", "tasks"),
        SQLField("m", "states"),
        SQLField("statistic", "sum over tasks of the correlation between their own two lines' steps"),
        SQLField("null_mean", "of the statistic over the pairings"),
        SQLField("p", "share of the pairings that match as well"),
        SQLField("permutations", "pairings tried, or drawn for more than 8 tasks"),
        SQLField("exact", "true where all were tried"),
        SQLField("n_rank_1", "tasks whose own nll line fits best of all"),
        SQLField("rank", "object: of each task's own nll line among all, from 1"),
        SQLField(
            "reason",
            "why it is undefined: fewer than 5 tasks or 3 states, a missing cell, an infinite value; else null"
        ),
    ]

    /// The smallest p is 1/T!: fewer tasks can never show anything.
    private static let fewestTasks = 5
    private static let seed: UInt64 = 1

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        let (task, state) = (row[0], row[1])
        guard !task.isNull, !state.isNull, let accuracy = try row.number(2), let nll = try row.number(3)
        else { return }
        if points[task, default: [:]].updateValue((accuracy, nll), forKey: state) != nil {
            throw SQLFunctionError(
                "task \(task.shown) comes twice at state \(state.shown); group by everything that makes a line"
            )
        }
        states.insert(state)
    }

    func finish() -> SQLValue {
        guard !points.isEmpty else { return .null }
        let (tasks, order) = (points.keys.sorted(), states.sorted())
        let reason = reasonAgainst(tasks, order)
        let lines = tasks.map { task in order.compactMap { points[task]?[$0] } }
        let matching =
            reason == nil
            ? CurveMatching(
                accuracy: lines.map { $0.map(\.accuracy) }, nll: lines.map { $0.map(\.nll) }, seed: Self.seed)
            : nil
        var json = JSONObject()
        json.set("n_tasks", tasks.count)
        json.set("m", order.count)
        write(matching, tasks, to: &json)
        json.set("reason", reason ?? (matching == nil ? "an infinite value" : nil))
        return json.value
    }

    private func write(_ matching: CurveMatching?, _ tasks: [SQLValue], to json: inout JSONObject) {
        json.set("statistic", matching?.matched)
        json.set("null_mean", matching?.meanUnderNull)
        json.set("p", matching?.p)
        json.set("permutations", matching?.permutations)
        json.set("exact", matching.map { _ in tasks.count <= largestExactPermutation })
        json.set("n_rank_1", matching?.nTop1)
        json["rank"] = matching.map { .object(ranks($0, tasks)) } ?? .null
    }

    /// By task: 1 where no other task's nll line fits the accuracy line better than its own.
    private func ranks(_ matching: CurveMatching, _ tasks: [SQLValue]) -> JSONObject {
        var ranks = JSONObject()
        for (task, rank) in zip(tasks, matching.partnerRank) {
            ranks.set(task.text ?? task.shown, rank)
        }
        return ranks
    }

    private func reasonAgainst(_ tasks: [SQLValue], _ order: [SQLValue]) -> String? {
        if tasks.count < Self.fewestTasks { return "fewer than \(Self.fewestTasks) tasks" }
        if order.count < 3 { return "fewer than 3 states" }
        for task in tasks {
            guard let missing = order.first(where: { points[task]?[$0] == nil }) else { continue }
            return "task \(task.shown) has no state \(missing.shown)"
        }
        return nil
    }
}
