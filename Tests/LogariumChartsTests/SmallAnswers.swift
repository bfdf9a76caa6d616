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
        _ number: Int64, axis: TrendAxis = .rlhfStep, task: String = "honesty", behavior: String? = nil,
        model: String = "m-1b",
        nParams: Int64 = 1_000_000_000, metric: String = "p_match", _ means: [(x: Int64, mean: Double?)],
        reach: Double = 0.05,
        direction: String = "increasing"
    ) -> ChartTable {
        table(
            means.enumerated().map { place, point in
                let size = axis == .nParams ? point.x : nParams
                return [
                    "axis": .text(axis.rawValue), "task": .text(task),
                    "behavior": behavior.map { .text($0) } ?? .null,
                    "series": .text("m"), "line": .integer(number),
                    "model": .text(axis == .nParams ? "m-\(size)" : model), "n_params": .integer(size),
                    "train_step": .integer(1000),
                    "rlhf_step": axis == .rlhfStep ? .integer(point.x) : .integer(0), "seed": .integer(0),
                    "protocol": .text("0-shot"),
                    "metric": .text(metric), "state": .integer(Int64(place + 1)),
                    "m": .integer(Int64(means.count)),
                    "run_id": .integer(Int64(place + 1)), "x": .integer(point.x),
                    "mean": point.mean.map { .real($0) } ?? .null,
                    "stderr": point.mean == nil ? .null : .real(reach / 2),
                    "low": point.mean.map { .real($0 - reach) } ?? .null,
                    "high": point.mean.map { .real($0 + reach) } ?? .null, "n_common": .integer(40),
                    "clusters": .integer(20),
                    "n_inf": .integer(0), "direction": .text(direction), "shape": .text(direction),
                    "reason": .null,
                ]
            })
    }

    static func joined(_ tables: ChartTable...) -> ChartTable {
        ChartTable(columnNames: tables[0].columnNames, rows: tables.flatMap(\.rows))
    }

    /// A row of `trend`, `reversals` or `forecast` about the line of a task.
    static func row(
        task: String = "honesty", model: String? = "m-1b", metric: String = "logodds",
        _ more: KeyValuePairs<String, ResultValue>
    ) -> ChartTable {
        let own: KeyValuePairs<String, ResultValue> = [
            "axis": .text("rlhf_step"), "task": .text(task), "behavior": .null, "series": .text("m"),
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
        case .trend: ["trend_points": rising]
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
    private static let sizes: [Int64] = [1_000_000, 10_000_000, 100_000_000]
    private static let credit = line(5, axis: .nParams, metric: "credit", Array(zip(sizes, [0.2, 0.3, 0.6])))
    private static let nll = line(6, axis: .nParams, metric: "nll", Array(zip(sizes, [1.6, 1.2, 0.7])))
    private static let nllRaw = line(
        11, axis: .nParams, metric: "nll_raw", Array(zip(sizes, [9.5, 7.2, 5.1])))
    private static let mass = line(
        7, axis: .nParams, metric: "choice_mass", Array(zip(sizes, [0.01, 0.4, 0.97])))
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
    ])
    private static let noChange = row(
        task: "a <b> & \"c\"",
        ["total_change": .real(-0.4), "low": .real(-1.2), "high": .real(0.4), "p": .real(0.3)])
    private static let reversal = row([
        "red_flag": .integer(1), "alarm": .integer(1), "m": .integer(5), "x_turning": .integer(100),
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
    private static let coverage = table(
        ["facts", "heldout"].flatMap { task in
            [0, 1].map { state -> KeyValuePairs<String, ResultValue> in
                let isEmpty = task == "heldout" && state == 1
                return [
                    "model": .text("m-1b"), "series": .text("m"), "n_params": .integer(1_000_000_000),
                    "train_step": .integer(1000 * (state + 1)), "rlhf_step": .integer(0), "seed": .integer(0),
                    "variant": .text(""),
                    "task": .text(task), "protocol": .text("0-shot"), "n_runs": .integer(isEmpty ? 0 : 1),
                    "n_partial": .integer(0),
                    "n_examples": isEmpty ? .null : .integer(20 * (state + 1)), "n_asked": .integer(40),
                    "share_of_asked": isEmpty ? .null : .real(0.5 * Double(state + 1)),
                ]
            }
        })
    private static let movers = table(
        [(0.1, 0.9), (0.4, 0.45), (0.8, 0.3), (0, 1)].enumerated().map { place, pair in
            [
                "place": .integer(Int64(place + 1)), "n_pairs": .integer(4), "task": .text("honesty"),
                "example": .text("q\(place)"),
                "from_run": .integer(1), "to_run": .integer(2), "from_model": .text("m-1b"),
                "to_model": .text("m-1b"),
                "from_train_step": .integer(1000), "to_train_step": .integer(1000),
                "from_rlhf_step": .integer(0),
                "to_rlhf_step": .integer(100), "from_p": .real(pair.0), "to_p": .real(pair.1),
            ]
        })
    private static let compare = table(
        [("m-1b", 0.4, 0.6), ("m-10b", 0.7, 0.65)].map { model, a, b in
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
        })
    private static let claims = table(
        [(0, 0.5, 0.1, 0.8, 0.3), (100, 0.9, 0.8, 0.6, -0.9), (1000, 1.0, 1.0, 0.5, -2.0)].map {
            step, hit, alarm, auc, criterion in
            [
                "task": .text("abilities"), "protocol": .text("0-shot"), "series": .text("m"),
                "model": .text("m-1b"),
                "train_step": .integer(1000), "rlhf_step": .integer(Int64(step)), "seed": .integer(0),
                "yes_rate": .real((hit + alarm) / 2),
                "claim_rate_true": .real(hit), "claim_rate_false": .real(alarm), "auc": .real(auc),
                "criterion": .real(criterion),
            ]
        })
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
