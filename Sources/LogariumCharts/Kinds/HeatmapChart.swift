/// Change of mean log-odds, tests by checkpoints, and each test's fitted change with its interval.
public enum HeatmapChart: Chart {
    public static let questions = [
        Question("trend_points", ["metric": "logodds"]), Question("trend", ["metric": "logodds"]),
    ]

    /// Tests that one figure shows; those whose change is surest come first.
    static let limit = 250

    /// One figure per axis and set of equal coordinates (a model, a step, a seed).
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let trends = TrendRow.rows(answers.rows("trend"))
        let lines = try answers.lines().of("logodds")
        return lines.grouped { "\($0.axis.rawValue)\u{1F}\($0.suiteKey)" }
            .compactMap { figure($0.members, trends, among: lines) }
    }

    fileprivate struct Test {
        let line: PointLine
        let trend: TrendRow?
        /// Of the same test, with states that no line may join.
        let refused: [PointLine]
        var all: [PointLine] { [line] + refused }
        var order: Double { trend?.change ?? .infinity }
    }

    private static func figure(
        _ lines: [PointLine], _ trends: [String: TrendRow], among all: [PointLine]
    ) -> Figure? {
        guard let first = lines.first else { return nil }
        let tests = tests(lines, trends).sorted { ($0.order, $0.line.task) < ($1.order, $1.line.task) }
        let shown = tests.count <= limit ? tests : tests.bySureness(limit)
        let xs = Array(Set(shown.flatMap { $0.all.flatMap(\.states).map(\.x) })).sorted()
        let names = shown.map(\.line.task).unique
        let counts = TrendRow.counts(tests.compactMap(\.trend))
        let rows = Axis("", .category(names))
        return Figure(
            title: "Change of log-odds since \(first.axis.start)",
            subtitle: "\(first.suiteName(among: all)): \(counts)",
            notes: notes(tests.count, shown.count, lines),
            panels: [
                Panel(
                    title: "change of mean log-odds (nats)",
                    x: Axis(first.axis.title, .category(xs.map(NumberText.count.text))), y: rows,
                    marks: [.cells(cells(shown, xs))], share: 1.9),
                margin(shown, Axis("", .category(names.map { _ in "" }))),
            ],
            table: table(tests))
    }

    /// Refused lines go with a line of their task, or stand for it.
    private static func tests(_ lines: [PointLine], _ trends: [String: TrendRow]) -> [Test] {
        let refused = Dictionary(grouping: lines.filter(\.isRefused), by: \.task)
        let drawn = lines.filter { !$0.isRefused }
        let own = drawn.map {
            Test(line: $0, trend: trends[TrendRow.key($0.record)], refused: refused[$0.task] ?? [])
        }
        let known = Set(drawn.map(\.task))
        return own
            + refused.filter { !known.contains($0.key) }.map {
                Test(line: $0.value[0], trend: nil, refused: $0.value)
            }
    }

    private static func notes(_ nTests: Int, _ nShown: Int, _ lines: [PointLine]) -> [String] {
        let cut =
            nShown < nTests
            ? ["\(nShown) of \(nTests) tests are drawn, the surest changes; the CSV holds all."] : []
        return ["Orange rises, blue falls; –: no value there. Right: fitted change, 95 %."] + cut
            + (lines.contains(where: \.isRefused)
                ? ["✗: a state that may not be compared with the first."] : [])
            + LineCast.refusals(lines.filter(\.isRefused)) + LinePanel.notes(lines)
    }

    private static func cells(_ tests: [Test], _ xs: [Double]) -> [Cell] {
        let columns = Dictionary(xs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let changes = tests.flatMap { test in test.line.changes.map { abs($0.change) } }.filter(\.isFinite)
            .sorted()
        // The strongest colour at the 95th percentile, so that one wild test does not pale the others.
        let reach = changes.isEmpty ? 1 : changes[min(changes.count - 1, changes.count * 95 / 100)]
        return tests.enumerated().flatMap { row, test -> [Cell] in
            let own = test.line.changes.compactMap { x, change, mean in
                columns[x].map { column in
                    Cell(
                        column: column, row: row, paint: .diverging(change, reach: reach),
                        text: NumberText.short.rounded(change),
                        tooltip: """
                            \(MarkupText.isolated(test.line.task)), \(test.line.axis.title) \(NumberText.count.text(x))
                            change \(NumberText.short.text(change)), mean log-odds \(NumberText.short.text(mean))
                            """)
                }
            }
            let taken = Set(own.map(\.column))
            return own + xs.indices.filter { !taken.contains($0) }.map { blank(test, row, $0, xs[$0]) }
        }
    }

    /// A square without a change: the state is refused, or there is none.
    private static func blank(_ test: Test, _ row: Int, _ column: Int, _ x: Double) -> Cell {
        let refused = test.refused.first { line in line.states.contains { $0.x == x } }
        let place =
            "\(MarkupText.isolated(test.line.task)), \(test.line.axis.title) \(NumberText.count.text(x))"
        return Cell(
            column: column, row: row, paint: refused == nil ? .surface : .grid,
            text: refused == nil ? "–" : "✗",
            tooltip: "\(place): \(refused.map { "not comparable, \($0.refusal)" } ?? "no value")")
    }

    private static func margin(_ tests: [Test], _ y: Axis) -> Panel {
        let values = tests.flatMap { [$0.trend?.low, $0.trend?.high, $0.trend?.change].compactMap { $0 } }
        let intervals = tests.enumerated().compactMap { row, test in
            test.trend.map { trend in
                Interval(
                    at: Double(row), low: trend.low, high: trend.high, estimate: trend.change,
                    style: LineStyle(trend.verdict.paint, shape: trend.verdict.shape),
                    tooltip: """
                        \(MarkupText.isolated(test.line.task)): \(trend.verdict.rawValue)
                        fitted change \(NumberText.short.text(trend.change, trend.low, trend.high)) nats
                        """)
            }
        }
        return Panel(
            title: "fitted change", x: Axis("nats", .linear(around: values, including: [0])), y: y,
            marks: [.rule(Rule(.x(0), isDashed: false)), .intervals(intervals, .horizontal)])
    }

    private static func table(_ tests: [Test]) -> ChartTable {
        tests.map(\.line).table([
            "axis", "behavior", "task", "series", "model", "train_step", "rlhf_step", "seed", "protocol", "x",
            "mean", "stderr",
            "low", "high", "direction", "shape", "reason",
        ])
    }
}

extension [HeatmapChart.Test] {
    /// The `count` with the smallest p, in the order they have.
    fileprivate func bySureness(_ count: Int) -> [HeatmapChart.Test] {
        let limit = map { $0.trend?.p ?? 1 }.sorted()[count - 1]
        return Array(filter { ($0.trend?.p ?? 1) <= limit }.prefix(count))
    }
}

extension PointLine {
    /// States with a mean, and what it differs by from the first's.
    fileprivate var changes: [(x: Double, change: Double, mean: Double)] {
        states.compactMap { state in
            guard let mean = state.mean, let change = state.record.number("change") else { return nil }
            return (state.x, change, mean)
        }
    }
}

extension [String] {
    /// With names that occur again told apart by a number: an axis has every name once.
    var unique: [String] {
        var seen: [String: Int] = [:]
        return map { name in
            seen[name, default: 0] += 1
            return seen[name] == 1 ? name : "\(name) (\(seen[name] ?? 0))"
        }
    }
}
