import FigureChecks
import LogariumCore
import Testing

@testable import LogariumCharts

@Suite("A legend")
struct LegendTests {
    private func figures(_ kind: ChartKind, _ answers: [String: ChartTable]) throws -> [Figure] {
        try kind.chart.figures(Answers(answers, for: kind.rawValue))
    }

    private func expectTrue(_ figure: Figure) {
        #expect(figure.legendFaults.isEmpty, "\(figure.title)")
    }

    @Test("says of every mark what is drawn, in every kind of chart", arguments: ChartKind.allCases)
    func isTrue(_ kind: ChartKind) throws {
        for figure in try figures(kind, SmallAnswers.answers(kind)) {
            expectTrue(figure)
            for part in figure.split { expectTrue(part) }
        }
    }

    private static let rising: [(x: Int64, mean: Double?)] = [(1, 0.2), (2, 0.3), (3, 0.6)]

    private static func lines(_ tasks: [String], _ metrics: [String]) -> ChartTable {
        var tables: [ChartTable] = []
        for (metric, names) in zip(metrics, [tasks, Array(tasks.dropFirst())]) {
            for task in names {
                tables.append(
                    SmallAnswers.line(
                        Int64(tables.count), axis: .nParams, task: task, metric: metric, rising))
            }
        }
        return ChartTable(columnNames: tables[0].columnNames, rows: tables.flatMap(\.rows))
    }

    @Test("of two panels is one, where a line is in one of them alone")
    func isOneOverPanels() throws {
        let answers = ["trend_points": Self.lines(["aaa", "b", "c"], ["credit", "nll_raw"])]
        let figure = try #require(figures(.smooth, answers).first)
        #expect(figure.legend.map(\.name) == ["aaa", "b", "c"])
        #expect(figure.panels.count == 2)
        expectTrue(figure)
        let backwards = ["trend_points": Self.lines(["aaa", "b", "c"], ["nll_raw", "credit"])]
        expectTrue(try #require(figures(.smooth, backwards).first))
    }

    /// Lines of series, sizes and seeds, each `count` of them.
    private static func replicas(series: Int, models: Int, seeds: Int) -> ChartTable {
        var rows: [[ResultValue]] = []
        var names: [String] = []
        for place in 0..<(series * models * seeds) {
            let (own, model, seed) = (place / models / seeds, place / seeds % models, place % seeds)
            let table = SmallAnswers.line(
                Int64(place), model: "m\(own)-\(model)", nParams: Int64(model + 1), rising)
            names = table.columnNames
            rows += table.rows.map { row in
                zip(names, row).map { name, cell in
                    switch name {
                    case "series": .text("s\(own)")
                    case "seed": .integer(Int64(seed))
                    default: cell
                    }
                }
            }
        }
        return ChartTable(columnNames: names, rows: rows)
    }

    @Test(
        "gives no two lines one look, however many series, sizes and seeds there are",
        arguments: [
            (1, 1, 6), (1, 9, 1), (1, 2, 5), (6, 1, 1), (9, 1, 1), (3, 3, 1), (2, 2, 2), (1, 12, 1),
            (5, 4, 3),
        ])
    func areApart(_ series: Int, _ models: Int, _ seeds: Int) throws {
        let lines = Self.replicas(series: series, models: models, seeds: seeds)
        let answers = ["trend_points": lines, "behavior_points": lines]
        let figure = try #require(figures(.trend, answers).first)
        #expect(figure.legend.count == min(series * models * seeds, LineCast.limit))
        expectTrue(figure)
    }

    @Test("colours series apart, with a marker each")
    func coloursSeries() throws {
        let lines = Self.replicas(series: 6, models: 1, seeds: 1)
        let answers = ["trend_points": lines, "behavior_points": lines]
        let legend = try #require(figures(.trend, answers).first).legend
        #expect(Set(legend.map(\.style.paint)).count == 6)
        #expect(Set(legend.map(\.style.shape)).count == 6)
    }

    @Test(
        "keeps the hue of a colour in the dark",
        arguments: Paint.all.filter { if case .sequential = $0 { false } else { true } }
    )
    func keepsHue(_ paint: Paint) {
        let (light, dark) = (OKLab(Theme.light.hex(paint)), OKLab(Theme.dark.hex(paint)))
        guard light.chroma > 0.04, dark.chroma > 0.04 else { return }
        let turn = abs(light.hue - dark.hue).truncatingRemainder(dividingBy: 360)
        #expect(min(turn, 360 - turn) < 20, "\(paint): \(light.hue) and \(dark.hue)")
    }
}
