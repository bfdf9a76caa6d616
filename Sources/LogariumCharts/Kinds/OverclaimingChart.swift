import LogariumCore
/// Claims of true and of false things, whether the two are told apart (AUC), and how easily yes is said (criterion).
public enum OverclaimingChart: Chart {
    public static let questions = [Question("overclaiming")]

    /// One figure per task, axis and model, those with true and false claims first.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let table = try answers.table("overclaiming")
        try table.require(
            ["task", "model", "rlhf_step", "train_step", "yes_rate", "auc", "criterion"], by: "overclaiming")
        let judged = table.records.filter { $0.number("yes_rate") != nil }
        guard !judged.isEmpty else { throw ChartError.noRows(chart: "overclaiming") }
        let groups = [TrendAxis.rlhfStep, .trainStep, .nParams].flatMap { axis in
            judged.grouped { key($0, axis) }.map { (axis, $0.members) }
        }
        let (telling, oneSided) = (groups.filter { canTell($0.1) }, groups.filter { !canTell($0.1) })
        return (telling + oneSided).compactMap { figure($0.1, $0.0, table) }
    }

    /// Whether there are claims of both kinds, so that there is something to tell apart.
    private static func canTell(_ records: [ChartTable.Record]) -> Bool {
        records.contains { $0.number("auc") != nil }
    }

    /// What is held fixed along the axis; base states only where it is not the RLHF step.
    private static func key(_ record: ChartTable.Record, _ axis: TrendAxis) -> [String] {
        let moving: Set<String> = axis == .nParams ? ["model"] : [axis.rawValue]
        let columns = ["task", "protocol", "series", "model", "train_step", "rlhf_step", "seed"]
        return columns.filter { !moving.contains($0) }.map { record.word($0) ?? "" }
    }

    private static func figure(_ records: [ChartTable.Record], _ axis: TrendAxis, _ table: ChartTable)
        -> Figure?
    {
        let sorted = records.filter { $0.number(axis.rawValue) != nil }
            .sorted { $0.number(axis.rawValue) ?? 0 < $1.number(axis.rawValue) ?? 0 }
        let xs = Array(Set(sorted.compactMap { $0.number(axis.rawValue) })).sorted()
        guard let first = sorted.first, xs.count > 1, axis == .rlhfStep || first.number("rlhf_step") ?? 0 == 0
        else { return nil }
        let x = Axis(
            "\(axis.title), \(axis.scaleName) scale", .coordinates(axis, xs), format: .count,
            ticks: xs.count <= 12 ? xs : nil)
        let draw = { (name: String, column: String, style: LineStyle, format: NumberText) in
            Mark.line(line(sorted, axis, name: name, column: column, style: style, format: format))
        }
        let entries = [
            LegendEntry("true claims", LineStyle(.ordinal(7))),
            LegendEntry("false claims", LineStyle(.ordinal(1), shape: .square, dash: .dashed)),
            LegendEntry("AUC", LineStyle(.ordinal(4), shape: .triangle)),
            LegendEntry("criterion", LineStyle(.ordinal(4), shape: .diamond, dash: .dotted)),
        ]
        let criteria = sorted.flatMap {
            ["criterion", "criterion_low", "criterion_high"].compactMap($0.number)
        }
        return Figure(
            title: MarkupText.isolated(first.text("task") ?? "?"),
            subtitle: place(first, axis),
            notes: [
                "A falling criterion with an unmoved AUC is claiming more, not knowing more. Bands: 95 %."
            ],
            panels: [
                Panel(
                    title: "share claimed", x: x, y: Axis("", .probability, format: .probability),
                    marks: [
                        draw("true claims", "claim_rate_true", entries[0].style, .probability),
                        draw("false claims", "claim_rate_false", entries[1].style, .probability),
                    ]),
                Panel(
                    title: "AUC", x: x, y: Axis("", .probability, format: .probability),
                    marks: [
                        .rule(Rule(.y(0.5), label: "chance")),
                        draw("AUC", "auc", entries[2].style, .probability),
                    ]),
                Panel(
                    title: "criterion (below 0: yes too easily)", x: x,
                    y: Axis("", .linear(around: criteria, including: [0])),
                    marks: [
                        .rule(Rule(.y(0))), draw("criterion", "criterion", entries[3].style, .short),
                    ]),
            ],
            legend: entries,
            table: ChartTable(columnNames: table.columnNames, rows: sorted.map(\.cells)).selecting([
                "task", "protocol", "series", "model", "train_step", "rlhf_step", "seed", "n_true",
                "claim_rate_true", "claim_rate_true_low",
                "claim_rate_true_high", "n_false", "claim_rate_false", "claim_rate_false_low",
                "claim_rate_false_high", "yes_rate",
                "claim_minus_truth", "auc", "auc_low", "auc_high", "d_prime", "criterion", "criterion_low",
                "criterion_high", "clusters",
                "warning", "reason",
            ]))
    }

    private static func line(
        _ records: [ChartTable.Record], _ axis: TrendAxis, name: String, column: String, style: LineStyle,
        format: NumberText
    ) -> LineMark {
        LineMark(
            name: name, style: style,
            states: records.compactMap { record in
                guard let x = record.number(axis.rawValue) else { return nil }
                let (value, low, high) = (
                    record.number(column), record.number(column + "_low"), record.number(column + "_high")
                )
                return LineMark.State(
                    x: x, y: value, low: low, high: high,
                    tooltip:
                        "\(name), \(axis.title) \(NumberText.count.text(x)): \(format.text(value, low, high))"
                )
            })
    }

    private static func place(_ record: ChartTable.Record, _ axis: TrendAxis) -> String {
        let columns = ["model", "train_step", "rlhf_step", "seed"]
        let moving: Set<String> = axis == .nParams ? ["model"] : [axis.rawValue]
        return columns.filter { !moving.contains($0) }
            .compactMap { column in record.word(column).map { LineCast.word(column, $0) } }.joined(
                separator: " · ")
    }
}
