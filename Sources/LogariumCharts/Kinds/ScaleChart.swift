/// A metric against model size (Inverse Scaling Prize): accuracy or loss, with what a uniform guess would score.
public enum ScaleChart: Chart {
    public static let questions = [
        Question("trend_points", ["axis": "n_params", "at": "final", "metric": "credit,nll,choice_mass"]),
        Question("chance"),
    ]

    /// One figure per task: fraction exceeding and −ln p of each series' last checkpoints.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let lines = try answers.lines()
        let chances = answers.rows("chance").records
        let byTask = Dictionary(grouping: chances) { $0.text("task") ?? "" }
        return lines.grouped(by: \.task).compactMap { figure($0.members, byTask[$0.key] ?? []) }
    }

    private static func figure(_ lines: [PointLine], _ chances: [ChartTable.Record]) -> Figure? {
        guard let task = lines.first?.task else { return nil }
        let casts = LineCast.shared(by: ["credit", "nll"].map(lines.of)).filter {
            !$0.members.isEmpty || !$0.refused.isEmpty
        }
        let panels = casts.compactMap { cast -> Panel? in
            var panel = LinePanel(cast)
            let baselines = baselines(cast, chances)
            panel.including = baselines
            panel.background = baselines.map { .rule(Rule(.y($0), label: "uniform guess")) }
            var drawn = panel.panel
            drawn?.marks.removeAll { if case .rule(let rule) = $0 { rule.label == "50 %" } else { false } }
            return drawn
        }
        guard let legend = casts.first?.legend else { return nil }
        return Figure(
            title: MarkupText.isolated(task), subtitle: classCoverage(lines.of("choice_mass")),
            notes: ["Bands: 95 %, over questions like these."]
                + (chances.isEmpty ? ["The number of choices is unknown: no baseline."] : [])
                + casts.prefix(1).flatMap(\.notes) + LinePanel.notes(lines),
            panels: panels, legend: legend,
            table: lines.table([
                "task", "series", "model", "n_params", "train_step", "seed", "protocol", "metric", "mean",
                "stderr", "low", "high",
                "n_common", "clusters", "reason",
            ]))
    }

    /// The scores of equal probabilities, one for each protocol where they differ.
    private static func baselines(_ cast: LineCast, _ chances: [ChartTable.Record]) -> [Double] {
        let column = cast.members.first?.line.metric.name == "nll" ? "chance_nll" : "chance_credit"
        return Array(Set(chances.compactMap { $0.number(column) })).sorted()
    }

    /// How much of its probability each model gives to the choices at all (class coverage).
    private static func classCoverage(_ lines: [PointLine]) -> String {
        let parts = lines.prefix(3).map { line in
            line.states.map { "\($0.record.text("model") ?? "?") \(NumberText.probability.text($0.mean))" }
                .joined(separator: ", ")
        }
        guard !parts.isEmpty else { return "" }
        let rest = lines.count > 3 ? "; \(lines.count - 3) more lines in the CSV" : ""
        return "Class coverage (probability of all choices together): " + parts.joined(separator: "; ") + rest
    }
}
