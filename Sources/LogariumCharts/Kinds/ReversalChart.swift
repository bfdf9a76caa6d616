/// A line that turns: its states, the turning one ringed, both arms and the noise it would take to be chance.
public enum ReversalChart: Chart {
    public static let questions = [Question("reversals"), Question("trend_points")]

    /// One figure per reversal, red flags first.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let lines = Dictionary(
            try answers.lines().map { (TrendRow.key($0.record), $0) }, uniquingKeysWith: { first, _ in first }
        )
        return answers.rows("reversals").records.compactMap { record in
            lines[TrendRow.key(record)].flatMap { figure($0, record) }
        }
    }

    private static func figure(_ line: PointLine, _ reversal: ChartTable.Record) -> Figure? {
        var panel = LinePanel(LineCast([line]))
        if let turn = reversal.number("x_turning") { panel.turning = [0: turn] }
        panel.badge = reversal.isTrue("alarm") ? "red flag" : nil
        guard let drawn = panel.panel else { return nil }
        let place = line.coordinates.filter { $0.column != "n_params" }.map {
            LineCast.word($0.column, $0.value)
        }
        return Figure(
            title: "\(MarkupText.isolated(line.task)): \(shape(reversal))",
            subtitle: place.joined(separator: " · "), notes: arms(reversal, line) + noise(reversal, line),
            panels: [drawn],
            table: [line].table([
                "axis", "task", "series", "model", "n_params", "train_step", "rlhf_step", "seed", "protocol",
                "metric", "x", "mean",
                "stderr", "low", "high", "n_common", "clusters",
            ]))
    }

    private static func shape(_ reversal: ChartTable.Record) -> String {
        switch reversal.text("shape") {
        case "inverted_u": "rises, then falls"
        case "u_shaped": "falls, then rises"
        case "non_monotone": "turns both ways"
        default: "turns"
        }
    }

    private static func arms(_ reversal: ChartTable.Record, _ line: PointLine) -> [String] {
        let format = line.metric.format
        guard let turn = reversal.number("x_turning") else { return [] }
        let arm = { (name: String) in
            "\(format.text(reversal.number(name))) ± \(format.text(reversal.number(name + "_stderr")))"
        }
        return [
            "Turns at \(line.axis.title) \(NumberText.count.text(turn)): change before \(arm("arm_low")), after "
                + "\(arm("arm_high")) (stderr over questions)."
        ]
    }

    private static func noise(_ reversal: ChartTable.Record, _ line: PointLine) -> [String] {
        guard let needed = reversal.number("noise_to_explain") else { return [] }
        let format = line.metric.format
        let known = reversal.number("sigma_model").map {
            " Known: \(format.text($0)) (\(reversal.text("sigma_source")?.replacingUnderscores ?? "source unknown"))."
        }
        return [
            needed.isInfinite
                ? "No checkpoint noise explains it." + (known ?? "")
                : "It would be chance if checkpoints scattered by an SD of \(format.text(needed))."
                    + (known ?? " How much they scatter is unknown: train another seed.")
        ]
    }
}

extension String {
    var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
