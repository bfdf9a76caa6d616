import LogariumCharts
import LogariumCore

/// Answers of the queries, made up and small.
enum SmallAnswers {
    /// Rows from `column: value` pairs; columns in the order of their first use.
    static func table(_ rows: [KeyValuePairs<String, ResultValue>]) -> ChartTable {
        var names: [String] = []
        for row in rows { for (name, _) in row where !names.contains(name) { names.append(name) } }
        return ChartTable(
            columnNames: names,
            rows: rows.map { row in names.map { name in row.first { $0.key == name }?.value ?? .null } })
    }

    /// A line of `trend_points`; a nil mean is a gap.
    static func line(
        _ line: Int64, axis: TrendAxis = .rlhfStep, task: String = "honesty", behavior: String? = nil,
        model: String = "m-1b",
        nParams: Int64 = 1_000_000_000, metric: String = "p_match", _ means: [(x: Int64, mean: Double?)],
        reach: Double = 0.05,
        direction: String = "increasing"
    ) -> ChartTable {
        let rows = means.enumerated().map { place, point -> KeyValuePairs<String, ResultValue> in
            let size: Int64 = axis == .nParams ? point.x : nParams
            let number = { (value: Double?) -> ResultValue in value.map { .real($0) } ?? .null }
            let (low, high) = (point.mean.map { $0 - reach }, point.mean.map { $0 + reach })
            let name = axis == .nParams ? "m-\(size)" : model
            let behaviorCell: ResultValue = behavior.map { .text($0) } ?? .null
            return [
                "axis": .text(axis.rawValue), "task": .text(task), "behavior": behaviorCell,
                "series": .text("m"),
                "line": .text("line \(line)"), "model": .text(name), "n_params": .integer(size),
                "train_step": .integer(1000),
                "rlhf_step": .integer(axis == .rlhfStep ? point.x : 0), "seed": .integer(0),
                "protocol": .text("0-shot"),
                "metric": .text(metric), "state": .integer(Int64(place + 1)),
                "m": .integer(Int64(means.count)),
                "run_id": .integer(Int64(place + 1)), "x": .integer(point.x), "mean": number(point.mean),
                "stderr": number(point.mean == nil ? nil : reach / 2),
                "change": number(means.first?.mean.flatMap { first in point.mean.map { $0 - first } }),
                "low": number(low),
                "high": number(high),
                "n_common": .integer(40), "clusters": .integer(20), "n_inf": .integer(0),
                "direction": .text(direction),
                "shape": .text(direction), "reason": .null,
            ]
        }
        return table(rows)
    }

    static func joined(_ tables: ChartTable...) -> ChartTable {
        ChartTable(columnNames: tables[0].columnNames, rows: tables.flatMap(\.rows))
    }

    /// A row of `trend`, `reversals` or `forecast` about the line of a task.
    static func row(
        line: Int64 = 8, task: String = "honesty", model: String? = "m-1b", metric: String = "logodds",
        _ more: KeyValuePairs<String, ResultValue>
    ) -> ChartTable {
        let own: KeyValuePairs<String, ResultValue> = [
            "axis": .text("rlhf_step"), "line": .text("line \(line)"), "task": .text(task), "behavior": .null,
            "series": .text("m"),
            "model": model.map { .text($0) } ?? .null, "train_step": .integer(1000), "rlhf_step": .null,
            "seed": .integer(0),
            "protocol": .text("0-shot"), "metric": .text(metric),
        ]
        let names = own.map(\.key) + more.map(\.key)
        return ChartTable(columnNames: names, rows: [own.map(\.value) + more.map(\.value)])
    }

    /// What every kind of chart is drawn from here.
    static func answers(_ kind: ChartKind) -> [String: ChartTable] {
        switch kind {
        case .trend: ["trend_points": rising, "behavior_points": rising]
        case .twin: ["trend_points": joined(rising, opposed)]
        case .scale: ["trend_points": joined(credit, nll, mass), "chance": chance]
        case .heatmap: ["trend_points": joined(odds, otherOdds), "trend": joined(change, noChange)]
        case .reversal: ["trend_points": odds, "reversals": reversal]
        case .forecast: ["trend_points": odds, "forecast": forecast]
        case .coverage: ["coverage": coverage]
        case .pairs: ["movers": movers]
        case .protocol: ["compare": compare]
        case .overclaiming: ["overclaiming": claims]
        case .smooth: ["trend_points": joined(credit, nllRaw), "smooth_vs_jagged": suite]
        }
    }

    private static let rising = joined(
        line(1, [(0, 0.4), (50, 0.45), (100, nil), (500, 0.7), (1000, 0.8)]),
        line(
            2, model: "m-10b", nParams: 10_000_000_000,
            [(0, 0.5), (50, 0.6), (100, 0.7), (500, 0.9), (1000, 1.0)], reach: 0.02))
    private static let opposed = joined(
        line(
            3, metric: "credit", [(0, 0.6), (50, 0.5), (100, 0.4), (500, 0.3), (1000, 0.2)],
            direction: "decreasing"),
        line(
            4, model: "m-10b", nParams: 10_000_000_000, metric: "credit",
            [(0, 0.5), (50, 0.6), (100, 0.7), (500, 0.9), (1000, 1.0)]))
    private static func bySize(_ small: Double, _ middle: Double, _ large: Double) -> [(
        x: Int64, mean: Double?
    )] {
        [(1_000_000, small), (10_000_000, middle), (100_000_000, large)]
    }
    private static let credit = line(5, axis: .nParams, metric: "credit", bySize(0.2, 0.3, 0.6))
    private static let nll = line(6, axis: .nParams, metric: "nll", bySize(1.6, 1.2, 0.7))
    private static let nllRaw = line(
        11, axis: .nParams, metric: "nll_raw", bySize(9.5, 7.2, 5.1))
    private static let mass = line(
        7, axis: .nParams, metric: "choice_mass", bySize(0.01, 0.4, 0.97))
    private static let chance = table([
        ["task": .text("honesty"), "chance_credit": .real(0.25), "chance_nll": .real(1.386294361)]
    ])
    private static let odds = line(
        8, metric: "logodds", [(0, -1), (50, 0.5), (100, 2), (500, 1.5), (1000, 0.5)])
    private static let otherOdds = line(
        9, task: "a <b> & \"c\"", metric: "logodds",
        [(0, 0), (50, -0.5), (100, nil), (500, -1), (1000, -1.5)])
    private static let change = row([
        "total_change": .real(1.9), "low": .real(1.5), "high": .real(2.3), "p": .real(0.001),
        "p_bh": .real(0.002),
    ])
    private static let noChange = row(
        line: 9, task: "a <b> & \"c\"",
        [
            "total_change": .real(-0.4), "low": .real(-1.2), "high": .real(0.4), "p": .real(0.3),
            "p_bh": .real(0.3),
        ])
    private static let reversal = row([
        "alarm": .integer(1), "m": .integer(5), "x_turning": .integer(100),
        "shape": .text("inverted_u"),
        "arm_low": .real(2.9), "arm_low_stderr": .real(0.2), "arm_high": .real(-1.4),
        "arm_high_stderr": .real(0.3),
        "noise_to_explain": .real(0.54), "sigma_model": .real(0.1), "sigma_source": .text("seeds"),
    ])
    private static let forecast = row([
        "m": .integer(5), "x_last": .integer(1000), "x_forecast": .real(2400), "prediction": .real(2.8),
        "low": .real(0.4),
        "high": .real(5.2), "backtest_prediction": .real(3.1), "backtest_low": .real(1.2),
        "backtest_high": .real(5),
        "backtest_error":
            .real(-2.6), "backtest_z": .real(-3.1), "backtest_inside": .integer(0),
        "backtest_skill": .real(-0.9), "reason": .null,
    ])
    private typealias Row = KeyValuePairs<String, ResultValue>

    private static let coverage = table([
        cell("facts", 0), cell("facts", 1), cell("heldout", 0), cell("heldout", nil),
    ])

    /// - Parameter state: 0 or 1; nil: the second, without a run.
    private static func cell(_ task: String, _ state: Int64?) -> Row {
        let step: Int64 = 1000 * ((state ?? 1) + 1)
        let share: ResultValue = state.map { .real(0.5 * Double($0 + 1)) } ?? .null
        let examples: ResultValue = state.map { .integer(20 * ($0 + 1)) } ?? .null
        return [
            "model": .text("m-1b"), "series": .text("m"), "n_params": .integer(1_000_000_000),
            "train_step": .integer(step),
            "rlhf_step": .integer(0), "seed": .integer(0), "variant": .text(""), "task": .text(task),
            "protocol": .text("0-shot"), "n_runs": .integer(state == nil ? 0 : 1), "n_partial": .integer(0),
            "n_examples": examples, "n_asked": .integer(40), "share_of_asked": share,
        ]
    }

    private static let movers = table([
        mover(1, 0.1, 0.9), mover(2, 0.4, 0.45), mover(3, 0.8, 0.3), mover(4, 0, 1),
    ])

    private static func mover(_ place: Int64, _ from: Double, _ to: Double) -> Row {
        [
            "place": .integer(place), "n_pairs": .integer(4), "task": .text("honesty"),
            "example": .text("q\(place)"),
            "from_run": .integer(1), "to_run": .integer(2), "from_model": .text("m-1b"),
            "to_model": .text("m-1b"),
            "from_train_step": .integer(1000), "to_train_step": .integer(1000), "from_rlhf_step": .integer(0),
            "to_rlhf_step": .integer(100), "from_p": .real(from), "to_p": .real(to),
            "from_credit": .real(from > 0.5 ? 1 : 0), "to_credit": .real(to > 0.5 ? 1 : 0),
        ]
    }

    private static let compare = table([comparison("m-1b", 0.4, 0.6), comparison("m-10b", 0.7, 0.65)])

    private static func comparison(_ model: String, _ a: Double, _ b: Double) -> Row {
        [
            "level": .text("task"), "task": .text("honesty"), "protocol": .text("0-shot"),
            "other_task": .text("honesty_3shot"),
            "other_protocol": .text("3-shot"), "a_model": .text(model), "a_train_step": .integer(1000),
            "b_model": .text(model),
            "b_train_step": .integer(1000), "metric": .text("p_match"), "n_common": .integer(40),
            "value_a": .real(a),
            "value_b": .real(b), "difference": .real(b - a), "low": .real(b - a - 0.1),
            "high": .real(b - a + 0.1),
        ]
    }

    private static let claims = table([
        claim(0, 0.5, 0.1, auc: 0.8, criterion: 0.3), claim(100, 0.9, 0.8, auc: 0.6, criterion: -0.9),
        claim(1000, 1, 1, auc: 0.5, criterion: -2),
    ])

    private static func claim(_ step: Int64, _ hits: Double, _ alarms: Double, auc: Double, criterion: Double)
        -> Row
    {
        [
            "task": .text("abilities"), "protocol": .text("0-shot"), "series": .text("m"),
            "model": .text("m-1b"),
            "train_step": .integer(1000), "rlhf_step": .integer(step), "seed": .integer(0),
            "yes_rate": .real((hits + alarms) / 2), "claim_rate_true": .real(hits),
            "claim_rate_false": .real(alarms),
            "auc": .real(auc), "criterion": .real(criterion),
        ]
    }

    private static let suite = table([
        [
            "axis": .text("n_params"), "series": .text("m"), "train_step": .integer(1000),
            "rlhf_step": .integer(0),
            "seed": .integer(0), "task": .text("honesty"), "n_tasks": .integer(6), "matching": .real(2.4),
            "matching_null": .real(0.1),
            "p": .real(0.012),
        ]
    ])
}
