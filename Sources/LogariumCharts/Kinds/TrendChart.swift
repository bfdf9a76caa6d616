/// A metric along an axis (Perez et al. 2022): one line per model size or step, 95 % bands, every checkpoint a dot.
public enum TrendChart: Chart {
    public static let questions = [Question("behavior_points"), Question("trend_points")]

    /// One figure per behavior (the mean of its tests; a task without behavior stands for itself), axis and metric.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        // Lines that are refused have no mean over tests.
        let means = answers.rows("behavior_points")
        let averaged = Dictionary(
            grouping: means.rows.isEmpty ? [] : try PointLine.lines(in: means, for: "trend"), by: subject)
        return try answers.lines().grouped(by: subject).compactMap {
            figure($0.members, averaged[$0.key] ?? [])
        }
    }

    /// What one figure is about.
    private static func subject(_ line: PointLine) -> String {
        "\(line.measure)\u{1F}\(line.axis.rawValue)\u{1F}\(line.metric.name)"
    }

    private static func figure(_ lines: [PointLine], _ averaged: [PointLine]) -> Figure? {
        // What is refused is refused test by test.
        let cast = LineCast(averaged.filter { !$0.isRefused } + lines.filter(\.isRefused))
        let tests = Set(lines.map(\.task))
        var panel = LinePanel(cast)
        panel.tests = testLines(of: cast, among: lines)
        let hasTests = !panel.tests.isEmpty
        guard let drawn = panel.panel, let first = lines.first else { return nil }
        return Figure(
            title: MarkupText.isolated(tests.count == 1 ? first.task : first.measure),
            subtitle: subtitle(cast, tests: tests.count),
            notes: notes(lines, averaged, tests: tests.count, hasTests: hasTests) + cast.notes,
            panels: [drawn],
            legend: cast.legend,
            table: table(lines))
    }

    private static func subtitle(_ cast: LineCast, tests: Int) -> String {
        let parts = [
            tests > 1 ? "mean of \(tests) tests" : nil, cast.members.count == 1 ? cast.members[0].name : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// Thin lines that a figure has room for.
    private static let limit = 60

    /// The tests behind each mean; none where they would hide it.
    private static func testLines(of cast: LineCast, among lines: [PointLine]) -> [Int: [PointLine]] {
        let byKey = Dictionary(grouping: lines.filter { !$0.isRefused }, by: \.key)
        let tests = cast.members.map { byKey[$0.line.key] ?? [] }
        let several = tests.enumerated().filter { $0.element.count > 1 }
        guard several.reduce(0, { $0 + $1.element.count }) <= limit else { return [:] }
        return Dictionary(uniqueKeysWithValues: several.map { ($0.offset, $0.element) })
    }

    private static func notes(
        _ lines: [PointLine], _ averaged: [PointLine], tests: Int, hasTests: Bool
    ) -> [String] {
        let nGaps = averaged.reduce(0) { $0 + $1.states.count { $0.mean == nil } }
        let hasNoLine = averaged.allSatisfy(\.isRefused)
        return [
            hasNoLine
                ? nil
                : tests > 1
                    ? "Bands: 95 %, over tests like these \(tests)\(hasTests ? "; thin lines: the tests" : "")."
                    : "Bands: 95 %, over questions like these.",
            tests > 1 && nGaps > 0
                ? "\(nGaps.of("state")) \(nGaps == 1 ? "is a gap" : "are gaps"): some test has no value there."
                : nil,
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
