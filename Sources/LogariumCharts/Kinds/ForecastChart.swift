/// A line with its forecast and the back-test: the last state as the others would have had it.
public enum ForecastChart: Chart {
    public static let questions = [
        Question("forecast", ["metric": "logodds"]), Question("trend_points", ["metric": "logodds"]),
    ]

    /// One figure per line that can be back-tested, surprises first.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let lines = Dictionary(
            try answers.lines().map { (TrendRow.key($0.record), $0) }, uniquingKeysWith: { first, _ in first }
        )
        return try answers.table("forecast").records
            .filter { $0.number("backtest_prediction") != nil }
            .sorted { surprise($0) > surprise($1) }
            .compactMap { record in lines[TrendRow.key(record)].flatMap { figure($0, record) } }
    }

    /// How far off the back-test was, in stderrs; below five states its one or two degrees of freedom say nothing.
    private static func surprise(_ forecast: ChartTable.Record) -> Double {
        isTelling(forecast) ? abs(forecast.number("backtest_z") ?? 0) : -1
    }

    private static func isTelling(_ forecast: ChartTable.Record) -> Bool { forecast.number("m") ?? 0 >= 5 }

    private static func figure(_ line: PointLine, _ forecast: ChartTable.Record) -> Figure? {
        let intervals = [backTest(forecast), next(forecast)].compactMap { $0 }
        var panel = LinePanel(LineCast([line]))
        panel.including = intervals.flatMap { [$0.low, $0.high, $0.estimate].compactMap { $0 } }
        panel.background = [.intervals(intervals, .vertical)]
        if isTelling(forecast), forecast.word("backtest_inside") == "0" {
            panel.badge = "last state outside its interval"
        }
        guard var drawn = panel.panel else { return nil }
        drawn.marks = drawn.marks.map { mark in
            guard case .line(var measured) = mark else { return mark }
            measured.name = "measured"
            return .line(measured)
        }
        if let x = next(forecast)?.at {
            let xs = Array(Set(line.states.map(\.x) + [x])).sorted()
            drawn.x.scale = .coordinates(line.axis, xs)
            drawn.x.ticks = xs
        }
        let place = line.coordinates.filter { $0.column != "n_params" }.map {
            LineCast.word($0.column, $0.value)
        }
        return Figure(
            title: "\(MarkupText.isolated(line.task)): forecast", subtitle: place.joined(separator: " · "),
            notes: notes(forecast, line), panels: [drawn],
            legend: [
                LegendEntry("measured", LineStyle(.ordinal(4))),
                LegendEntry("last state, forecast from the others", LineStyle(.muted, shape: .square)),
                LegendEntry("next state", LineStyle(.warning, shape: .diamond)),
            ],
            table: ChartTable(columnNames: forecast.columnNames, rows: [forecast.cells]).selecting([
                "axis", "task", "series", "model", "train_step", "rlhf_step", "seed", "protocol", "metric",
                "m", "x_last",
                "value_last", "x_forecast", "claimable", "prediction", "low", "high", "probability",
                "backtest_prediction",
                "backtest_low", "backtest_high", "backtest_error", "backtest_z", "backtest_inside",
                "backtest_skill", "reason",
            ]))
    }

    private static func backTest(_ forecast: ChartTable.Record) -> Interval? {
        interval(
            forecast, x: "x_last", "backtest_prediction", "backtest_low", "backtest_high",
            LineStyle(.muted, shape: .square), "the last state, forecast from the others")
    }

    private static func next(_ forecast: ChartTable.Record) -> Interval? {
        interval(
            forecast, x: "x_forecast", "prediction", "low", "high", LineStyle(.warning, shape: .diamond),
            "the next state")
    }

    private static func interval(
        _ forecast: ChartTable.Record, x: String, _ estimate: String, _ low: String, _ high: String,
        _ style: LineStyle,
        _ words: String
    ) -> Interval? {
        guard let at = forecast.number(x), let value = forecast.number(estimate) else { return nil }
        let (low, high) = (forecast.number(low), forecast.number(high))
        return Interval(
            at: at, low: low, high: high, estimate: value, style: style,
            tooltip: "\(words): \(NumberText.short.text(value, low, high)), 95 % prediction interval")
    }

    private static func notes(_ forecast: ChartTable.Record, _ line: PointLine) -> [String] {
        let skill =
            forecast.number("backtest_skill").map {
                " skill against \"as the state before\" \(NumberText.short.text($0))."
            } ?? ""
        let test =
            "Back-test: error \(NumberText.short.text(forecast.number("backtest_error"))), z \(NumberText.short.text(forecast.number("backtest_z")));"
            + skill
        let refusal =
            forecast.number("prediction") == nil
            ? ["No forecast: \(forecast.text("reason")?.replacingUnderscores ?? "fewer than five states")."]
            : []
        return [test] + refusal
    }
}
