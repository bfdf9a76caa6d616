/// Jagged accuracy lines beside the smooth perplexity lines of the same tasks, and whether they belong together.
public enum SmoothChart: Chart {
    public static let questions = [
        Question("smooth_vs_jagged"), Question("trend_points", ["metric": "credit,nll_raw"]),
    ]

    /// One figure per axis and set of equal coordinates: the suite over which partners were permuted.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let lines = try answers.lines()
        let verdicts = answers.rows("smooth_vs_jagged")
        return lines.grouped { "\($0.axis.rawValue)\u{1F}\($0.suiteKey)" }.compactMap {
            figure($0.members, verdicts, among: lines)
        }
    }

    private static func figure(
        _ lines: [PointLine], _ verdicts: ChartTable, among all: [PointLine]
    ) -> Figure? {
        let (accuracy, nll) = (lines.of("credit").drawable, lines.of("nll_raw").drawable)
        guard let first = accuracy.first, !nll.isEmpty else { return nil }
        let rows = verdicts.filter { first.isAlong($0) }
        let casts = LineCast.shared(by: [accuracy, nll], named: \.task)
        let panels = zip(casts, ["credit", "nll_raw"].map { MetricText($0).title })
            .compactMap { cast, title in
                var panel = LinePanel(cast)
                panel.title = title
                var drawn = panel.panel
                drawn?.y.title = ""
                return drawn
            }
        return Figure(
            title: "Smooth and jagged lines", subtitle: lines[0].suiteName(among: all),
            notes: notes(rows) + casts[0].notes, panels: panels,
            legend: casts[0].legend,
            table: rows.rows.isEmpty
                ? lines.table([
                    "axis", "task", "model", "train_step", "rlhf_step", "seed", "metric", "x", "mean", "low",
                    "high",
                ]) : rows)
    }

    private static func notes(_ rows: ChartTable) -> [String] {
        guard let row = rows.records.first(where: { $0.number("p") != nil }) else {
            let reason = rows.records.compactMap { $0.text("reason") }.first
            return ["No permutation test" + (reason.map { ": \($0)." } ?? ".")]
        }
        return [
            """
            Curve matching over \(row.word("n_tasks") ?? "?") tasks: \(NumberText.short.text(row.number("matching"))), by chance \
            \(NumberText.short.text(row.number("matching_null"))), p \(NumberText.short.text(row.number("p"))). A small p says that the \
            lines belong together, not that one forecasts the other.
            """
        ]
    }
}

extension [PointLine] {
    /// Those with a value.
    var drawable: [PointLine] { filter { $0.states.contains { $0.mean?.isFinite ?? false } } }
}
