import LogariumStatistics

/// Which lines are asked for, and how they are to be judged: the arguments of `line_trend` and `line_point`.
struct LineQuestion: Hashable {
    let axis: String
    /// equal or final, as in the view trend_state.
    let at: String
    let metrics: String?
    let task: String?
    let behavior: String?
    let series: String?
    /// Smallest effect of interest; nil: the metric's own.
    let sesoi: Double?
    /// Whether lines that are refused for mixed protocols, their common share or unknown states are drawn.
    let allowsMixed: Bool

    static let arguments = [
        SQLArgument("on_axis", "n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step"),
        SQLArgument("at_states", "equal or final, as in the view trend_state"),
        SQLArgument("of_metrics", "names in the view trend_metric, parted by commas; NULL: the usual ones"),
        SQLArgument("of_task", "name, or a pattern with %; NULL: all"),
        SQLArgument("of_behavior", "name; NULL: all"),
        SQLArgument("of_series", "name; NULL: all"),
        SQLArgument("with_sesoi", "smallest effect of interest; NULL: the metric's own"),
        SQLArgument(
            "mixed", "1: also lines that are refused for mixed protocols, common share or unknown states"),
    ]

    init(_ arguments: SQLArguments) throws(SQLFunctionError) {
        try self.init(arguments, allowsMixed: arguments.flag(7) ?? false)
    }

    init(_ arguments: SQLArguments, allowsMixed: Bool) throws(SQLFunctionError) {
        axis = arguments[0].text ?? ""
        at = arguments[1].text ?? ""
        (metrics, task) = (arguments[2].text, arguments[3].text)
        (behavior, series) = (arguments[4].text, arguments[5].text)
        sesoi = try arguments.number(6)
        self.allowsMixed = allowsMixed
    }

    /// Lines of several protocols are asked with those of one: they say what is refused.
    func asks(at place: String?) -> Bool {
        if place == at { return true }
        return (place == "equal" || place == "mixed") && (at == "equal" || !axis.hasPrefix("n_params"))
    }

    // MARK: What the warehouse has of it

    var asked: [Metric] { Metric.all(named: metrics).map { $0.with(sesoi: sesoi) } }

    func asks(_ metric: Metric, of line: TrendLine) -> Bool {
        metrics != nil || metric.isUsual(single: line.isSingle)
    }

    /// - Returns: also whether they are few enough to be read one by one.
    func tasks(_ reader: ColumnReader) throws(SQLFunctionError) -> (asked: Set<Int64>, oneByOne: Bool) {
        let rows = try reader.statements.need(
            """
            SELECT task.task_id, (SELECT COUNT(*) FROM task) FROM task
            LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
            WHERE (?1 IS NULL OR task.name = ?1 OR (INSTR(?1, '%') > 0 AND task.name LIKE ?1))
                AND (?2 IS NULL OR behavior.name = ?2)
            """)
        rows.bind(1, task)
        rows.bind(2, behavior)
        var asked: Set<Int64> = []
        var all = 0
        while try rows.step() {
            asked.insert(rows.integer(0))
            all = Int(rows.integer(1))
        }
        return (asked, asked.count * 4 < all)
    }
}
