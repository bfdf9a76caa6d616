/// Dumbbells: the same checkpoint on the same items put two ways, or two checkpoints on the same items.
public enum ProtocolChart: Chart {
    public static let questions = [Question("compare", ["metric": "p_match,credit"])]

    /// One figure per pair of tasks and protocols, and metric; a row is a pair of runs.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let table = try answers.table("compare")
        try table.require(
            ["task", "other_task", "metric", "value_a", "value_b", "difference", "level"], by: "protocol")
        let pairs = table.records.filter {
            $0.text("level") == "task" && $0.number("value_a") != nil && $0.number("value_b") != nil
        }
        guard !pairs.isEmpty else { throw ChartError.noRows(chart: "protocol") }
        return pairs.grouped {
            "\(side($0, "", "task"))\u{1F}\(side($0, "other_", "other_task"))\u{1F}\($0.text("metric") ?? "")"
        }
        .map { figure($0.members, table) }
    }

    private static let styleA = LineStyle(.ordinal(1))
    private static let styleB = LineStyle(.ordinal(7), shape: .square)

    private static func figure(_ pairs: [ChartTable.Record], _ table: ChartTable) -> Figure {
        let sorted = pairs.sorted { order($0).lexicographicallyPrecedes(order($1)) }
        let metric = MetricText(sorted[0].text("metric") ?? "?")
        let (a, b) = (side(sorted[0], "", "task"), side(sorted[0], "other_", "other_task"))
        let isOneTask = a == b
        let bars = sorted.enumerated().map { row, pair in
            Interval(
                at: Double(row), low: pair.number("value_a"), high: pair.number("value_b"), estimate: nil,
                style: LineStyle(.muted), tooltip: "")
        }
        let dots = sorted.enumerated().flatMap { row, pair in
            [("value_a", styleA), ("value_b", styleB)].compactMap { column, style in
                pair.number(column).map {
                    Dot(x: $0, y: Double(row), style: style, tooltip: tooltip(pair, metric))
                }
            }
        }
        let values = sorted.flatMap { [$0.number("value_a"), $0.number("value_b")].compactMap { $0 } }
        return Figure(
            title: isOneTask
                ? MarkupText.isolated(a) : "\(MarkupText.isolated(a)) against \(MarkupText.isolated(b))",
            subtitle: "\(sorted.count) pairs on their common items",
            notes: ["The difference with its paired 95 % interval is in the table and the tooltips."],
            panels: [
                Panel(
                    x: Axis(metric.title, metric.scale(values), format: metric.format),
                    y: Axis("", .category(sorted.map { name($0) }.unique)),
                    marks: (metric.isProbability ? [.rule(Rule(.x(0.5)))] : []) + [
                        .intervals(bars, .horizontal), .points(dots),
                    ])
            ],
            legend: [
                LegendEntry(isOneTask ? "a" : MarkupText.isolated(a), styleA),
                LegendEntry(isOneTask ? "b" : MarkupText.isolated(b), styleB),
            ],
            table: ChartTable(columnNames: table.columnNames, rows: sorted.map(\.cells)).selecting([
                "task", "protocol", "other_task", "other_protocol", "a", "b", "metric", "n_common", "n_union",
                "clusters", "value_a",
                "value_b", "difference", "stderr", "low", "high", "p", "n_a_higher", "n_b_higher",
                "mcnemar_p", "warning",
            ]))
    }

    private static func tooltip(_ pair: ChartTable.Record, _ metric: MetricText) -> String {
        let difference = metric.format.text(
            pair.number("difference"), pair.number("low"), pair.number("high"))
        return """
            \(name(pair)): \(metric.format.text(pair.number("value_a"))) → \(metric.format.text(pair.number("value_b")))
            difference \(difference), \(pair.word("n_common") ?? "?") items
            """
    }

    private static func side(_ pair: ChartTable.Record, _ prefix: String, _ task: String) -> String {
        "\(pair.text(task) ?? "?") (\(pair.text(prefix + "protocol") ?? "?"))"
    }

    /// The pair's checkpoint, or both where they differ.
    private static func name(_ pair: ChartTable.Record) -> String {
        let names = ["a", "b"].map { side in
            [
                pair.text("\(side)_model"), pair.word("\(side)_train_step"),
                pair.word("\(side)_rlhf_step").flatMap { $0 == "0" ? nil : "RLHF \($0)" },
                pair.word("\(side)_seed").flatMap { $0 == "0" ? nil : "seed \($0)" },
            ].compactMap { $0 }.joined(separator: " ")
        }
        return names[0] == names[1] ? names[0] : names.joined(separator: " → ")
    }

    private static func order(_ pair: ChartTable.Record) -> [Double] {
        ["a_train_step", "a_rlhf_step", "a_seed"].map { pair.number($0) ?? -1 }
    }
}
