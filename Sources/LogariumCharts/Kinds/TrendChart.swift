/// A metric along an axis (Perez et al. 2022): one line per model size or step, 95 % bands, every checkpoint a dot.
public enum TrendChart: Chart {
    public static let questions = [Question("behavior_points"), Question("trend_points")]

    /// One figure per behavior (the mean of its tests; a task without behavior stands for itself), axis and metric.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let averaged = Dictionary(grouping: try answers.lines(of: "behavior_points"), by: subject)
        return try answers.lines().grouped(by: subject).compactMap {
            figure($0.members, averaged[$0.key] ?? [])
        }
    }

    /// What one figure is about.
    private static func subject(_ line: PointLine) -> String {
        "\(line.measure)\u{1F}\(line.axis.rawValue)\u{1F}\(line.metric.name)"
    }

    private static func figure(_ lines: [PointLine], _ averaged: [PointLine]) -> Figure? {
        let cast = LineCast(averaged)
        let tests = Set(lines.map(\.task))
        let panel = LinePanel(cast)
        guard let drawn = panel.panel, let first = lines.first else { return nil }
        return Figure(
            title: MarkupText.isolated(tests.count == 1 ? first.task : first.measure),
            subtitle: subtitle(cast, tests: tests.count),
            notes: notes(lines, averaged, tests: tests.count) + cast.notes, panels: [drawn],
            legend: cast.legend,
            table: table(lines))
    }

    private static func subtitle(_ cast: LineCast, tests: Int) -> String {
        let parts = [
            tests > 1 ? "mean of \(tests) tests" : nil, cast.members.count == 1 ? cast.members[0].name : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    private static func notes(_ lines: [PointLine], _ averaged: [PointLine], tests: Int) -> [String] {
        let nGaps = averaged.reduce(0) { $0 + $1.states.count { $0.mean == nil } }
        return [
            tests > 1
                ? "Bands: 95 %, over questions like these, the tests taken as fixed."
                : "Bands: 95 %, over questions like these.",
            tests > 1 && nGaps > 0 ? "\(nGaps) states are gaps: some test has no value there." : nil,
        ].compactMap { $0 } + LinePanel.notes(lines)
    }

    private static func table(_ lines: [PointLine]) -> ChartTable {
        lines.table([
            "axis", "behavior", "task", "series", "model", "n_params", "train_step", "rlhf_step", "seed",
            "protocol", "metric",
            "x", "mean", "stderr", "low", "high", "n_common", "clusters", "reason",
        ])
    }
}

extension [PointLine] {
    /// The rows they came from.
    func table(_ columns: [String]) -> ChartTable {
        let records = flatMap { $0.states.map(\.record) }
        guard let names = records.first?.columnNames else {
            return ChartTable(columnNames: columns, rows: [])
        }
        return ChartTable(columnNames: names, rows: records.map(\.cells)).selecting(columns)
    }
}
