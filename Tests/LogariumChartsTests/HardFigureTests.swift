import FigureChecks
import Glibc
import LogariumCore
import Testing

@testable import LogariumCharts

/// What is hard to draw: too little, too much, too long, refused.
enum HardFigure: String, CaseIterable {
    case oneState = "one-state"
    case refusedState = "refused-state"
    case refusedOnly = "refused-only"
    case twelveLines = "twelve-lines"
    case longNames = "long-names"
    case losses
    case twin, overclaiming, pairs, heatmap
    case refusedHeatmap = "refused-heatmap"
    case manyTasks = "many-tasks"
    case manyTests = "many-tests"

    func figure() throws -> Figure {
        let (kind, answers) = question
        let figures = try kind.chart.figures(Answers(answers, for: kind.rawValue))
        return try #require(figures.first)
    }

    private var question: (ChartKind, [String: ChartTable]) {
        switch self {
        case .oneState: (.trend, Self.both(SmallAnswers.line(1, [(10, 0.4)])))
        case .refusedState:
            (
                .trend,
                [
                    "trend_points": Self.joined([Self.rising, Self.refused([10, 40])]),
                    "behavior_points": Self.rising,
                ]
            )
        case .refusedOnly:
            (.trend, ["trend_points": Self.refused([10, 40]), "behavior_points": Self.refused([10, 40])])
        case .twelveLines:
            (
                .trend,
                Self.both(
                    Self.joined(
                        (1...12).map { place in
                            SmallAnswers.line(
                                place, model: "m\(place)", nParams: place * 1000,
                                [(0, 0.3 + Double(place) / 40), (10, 0.5), (200, 0.9 - Double(place) / 30)])
                        }))
            )
        case .longNames:
            (
                .trend,
                Self.both(
                    Self.joined(
                        (1...3).map { place in
                            SmallAnswers.line(
                                place, task: Self.long + " of a task",
                                model: "\(place) " + Self.long + " of a model", nParams: place * 1000,
                                [(0, 0.2 * Double(place)), (10, 0.5)])
                        }))
            )
        case .losses:
            (
                .scale,
                [
                    "trend_points": Self.joined(
                        ["credit", "nll"].enumerated().map { place, metric in
                            SmallAnswers.line(
                                Int64(place), axis: .nParams, metric: metric,
                                [(1000, 0.01), (10_000, 0.02), (100_000, 0.001)])
                        })
                ]
            )
        case .twin: (.twin, SmallAnswers.answers(.twin))
        case .overclaiming: (.overclaiming, SmallAnswers.answers(.overclaiming))
        case .pairs: (.pairs, SmallAnswers.answers(.pairs))
        case .heatmap: (.heatmap, SmallAnswers.answers(.heatmap))
        case .refusedHeatmap:
            (
                .heatmap,
                [
                    "trend_points": Self.joined([
                        SmallAnswers.line(1, metric: "logodds", [(10, 0), (20, 2)]),
                        Self.refused([10, 20, 40], metric: "logodds"),
                    ])
                ]
            )
        case .manyTasks:
            (
                .heatmap,
                [
                    "trend_points": Self.joined(
                        (0..<300).map { place in
                            SmallAnswers.line(
                                Int64(place), task: "task \(place)", metric: "logodds",
                                [(0, 0), (10, sin(Double(place))), (20, cos(Double(place)) * 4)])
                        })
                ]
            )
        case .manyTests:
            (
                .trend,
                [
                    "trend_points": Self.joined(
                        (0..<12).map { place in
                            SmallAnswers.line(
                                Int64(place), task: "test \(place)", behavior: "b",
                                [(0, 0.5), (10, 0.5 + 0.04 * Double(place - 6)), (400, Double(place % 2))])
                        }),
                    "behavior_points": SmallAnswers.line(
                        99, task: "", behavior: "b", [(0, 0.5), (10, 0.48), (400, 0.5)], reach: 0.3),
                ]
            )
        }
    }

    private static let long = "an-exceedingly-long-name/with_every_setting=spelled-out,temperature=0.0"
    private static let rising = SmallAnswers.line(1, [(10, 0.4), (20, 0.6)])

    private static func both(_ table: ChartTable) -> [String: ChartTable] {
        ["trend_points": table, "behavior_points": table]
    }

    static func joined(_ tables: [ChartTable]) -> ChartTable {
        let names = tables.map(\.columnNames).max { $0.count < $1.count } ?? []
        return ChartTable(
            columnNames: names,
            rows: tables.flatMap { table in table.records.map { record in names.map { record[$0] } } })
    }

    /// A line that may not be drawn, with what its states show by themselves.
    static func refused(_ states: [Int64], metric: String = "p_match") -> ChartTable {
        let line = SmallAnswers.line(77, metric: metric, states.map { ($0, nil) })
        return ChartTable(
            columnNames: line.columnNames + ["own_mean"],
            rows: line.rows.enumerated().map { place, row in
                zip(line.columnNames, row).map { $0 == "reason" ? .text("mixed_protocols") : $1 }
                    + [.real(0.7 - 0.1 * Double(place))]
            })
    }
}

@Suite("A figure that is hard to draw")
struct HardFigureTests {
    @Test("is drawn in one column of a paper as it was looked at", arguments: HardFigure.allCases)
    func golden(_ hard: HardFigure) throws {
        try Golden.expect(
            SVGRenderer(.file(width: 240)).svg(of: hard.figure()), equals: "hard-\(hard.rawValue).svg")
    }

    @Test(
        "has every word inside the drawing, and none over another", arguments: HardFigure.allCases,
        [240.0, 500])
    func words(_ hard: HardFigure, _ width: Double) throws {
        let drawing = DrawnWords(SVGRenderer(.file(width: width)).svg(of: try hard.figure()))
        #expect(!drawing.words.isEmpty)
        #expect(drawing.outside(width).isEmpty)
        #expect(drawing.overlapping.isEmpty)
    }

    @Test("of every kind has so too", arguments: ChartKind.allCases, [240.0, 500])
    func kinds(_ kind: ChartKind, _ width: Double) throws {
        for figure in try kind.chart.figures(Answers(SmallAnswers.answers(kind), for: kind.rawValue)) {
            let drawing = DrawnWords(SVGRenderer(.file(width: width)).svg(of: figure))
            #expect(drawing.outside(width).isEmpty)
            #expect(drawing.overlapping.isEmpty)
        }
    }

    @Test("shows what is refused in grey, with the reason in the legend, the caption and the tooltip")
    func refused() throws {
        for hard in [HardFigure.refusedState, .refusedOnly] {
            let figure = try hard.figure()
            let grey = figure.panels[0].marks.flatMap { mark -> [Dot] in
                if case .points(let dots) = mark { dots } else { [] }
            }
            #expect(grey.map(\.x) == [10, 40])
            #expect(
                grey.allSatisfy {
                    $0.style == LineCast.refusedStyle && $0.tooltip.contains("mixed protocols")
                })
            #expect(figure.notes.contains { $0.contains("honesty at RLHF step 10, 40: mixed protocols") })
            #expect(!figure.isEmpty)
        }
        #expect(
            try HardFigure.refusedState.figure().legend.map(\.name) == [
                "m-1b", "not comparable: mixed protocols",
            ])
        let heat = try HardFigure.refusedHeatmap.figure()
        let cells = heat.panels[0].marks.flatMap { mark -> [Cell] in
            if case .cells(let cells) = mark { cells } else { [] }
        }
        #expect(cells.map(\.text) == ["0", "2.0", "✗"])
    }

    @Test("has a tick at every measured state, and no axis below 0 for what cannot be")
    func axes() throws {
        let figure = try HardFigure.losses.figure()
        for panel in figure.panels {
            guard case .linear(let range) = panel.y.scale else { continue }
            #expect(range.lowerBound == 0)
            #expect(panel.x.measured?.map(\.value) == [1000, 10_000, 100_000])
        }
    }

    @Test("writes no number of a heat map where some have no room, and says so; elsewhere all")
    func squares() throws {
        let figure = try HardFigure.heatmap.figure()
        let wide = SVGRenderer(.file(width: 500)).svg(of: figure)
        #expect(wide.contains(">−1.0<") || wide.contains(">1.5<"))
        #expect(!wide.contains("too small for their numbers"))
        let narrow = SVGRenderer(.file(width: 150)).svg(of: figure)
        #expect(!narrow.contains(">1.5<") && narrow.contains("too small for their"))
    }

    @Test("has the height that is asked for, where its plots can give it")
    func height() throws {
        let figure = try HardFigure.twin.figure()
        var style = SVGStyle.file(width: 500)
        let heights = [0.3, 0.6, 0.9].map { aspect in
            style.aspect = aspect
            return SVGRenderer(style).height(of: figure)
        }
        #expect(abs(heights[2] - 2 * heights[1] + heights[0]) < 1e-9 && heights[2] > heights[1])
    }
}
