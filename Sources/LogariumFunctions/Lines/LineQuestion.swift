import LogariumStatistics

/// Which lines are asked for, and how they are to be judged: the arguments of `line_trend` and `line_point`.
struct LineQuestion: Hashable {
    let axis: String
    /// equal or final, as in the view trend_state.
    let at: String
    let metrics: String?
    /// As filters are: NULL for all (`SQLValue.isAsked`).
    let task: SQLValue
    let behavior: SQLValue
    let series: SQLValue
    /// Which runs may be states; a line of those that are left.
    let wish: StateWish
    /// Smallest effect of interest; nil: the metric's own.
    let sesoi: Double?
    /// Whether lines that are refused for mixed protocols, their common share or unknown states are drawn.
    let allowsMixed: Bool

    static let arguments =
        [
            SQLArgument("on_axis", "n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step"),
            SQLArgument("at_states", "equal or final, as in the view trend_state"),
            SQLArgument(
                "of_metrics", "names in the view trend_metric, parted by commas; NULL: the usual ones"),
            SQLArgument("of_task", "as is_asked takes it; NULL: all"),
            SQLArgument("of_behavior", "as of_task"),
            SQLArgument("of_series", "as of_task"),
            SQLArgument("with_sesoi", "smallest effect of interest; NULL: the metric's own"),
            SQLArgument(
                "mixed", "1: also lines that are refused for mixed protocols, common share or unknown states"),
        ] + StateWish.arguments

    init(_ arguments: SQLArguments) throws(SQLFunctionError) {
        try self.init(arguments, allowsMixed: arguments.flag(7) ?? false, wishFrom: 8)
    }

    /// - Parameter wishFrom: where the arguments of `StateWish` begin.
    init(_ arguments: SQLArguments, allowsMixed: Bool, wishFrom: Int) throws(SQLFunctionError) {
        wish = StateWish(arguments, from: wishFrom)
        axis = arguments[0].text ?? ""
        at = arguments[1].text ?? ""
        metrics = arguments[2].text
        (task, behavior, series) = (arguments[3], arguments[4], arguments[5])
        sesoi = try arguments.number(6)
        self.allowsMixed = allowsMixed
    }

    /// Lines of several protocols are asked with those of one: they say what is refused.
    func asks(at place: String?) -> Bool {
        if place == at { return true }
        return (place == "equal" || place == "mixed") && (at == "equal" || !axis.hasPrefix("n_params"))
    }

    // MARK: What the warehouse has of it

    /// What is asked of a line: the metrics and scores that are named, or the usual ones of its first state that has any.
    func metrics(of line: TrendLine, _ reader: ColumnReader) throws(SQLFunctionError) -> [Metric] {
        for state in line.states {
            let metrics = try reader.metrics(named: metrics, of: state.run, isSingle: line.isSingle)
            if !metrics.isEmpty { return metrics.map { $0.with(sesoi: sesoi) } }
        }
        return []
    }

    /// - Returns: also whether they are few enough to be read one by one.
    func tasks(_ reader: ColumnReader) throws(SQLFunctionError) -> (asked: Set<Int64>, oneByOne: Bool) {
        let rows = try reader.statements.need(
            """
            SELECT task.task_id, task.name, behavior.name FROM task
            LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
            """)
        defer { rows.reset() }
        var asked: Set<Int64> = []
        var all = 0
        while try rows.step() {
            all += 1
            if rows.value(1).isAsked(task), rows.value(2).isAsked(behavior) { asked.insert(rows.integer(0)) }
        }
        return (asked, asked.count * 4 < all)
    }
}
