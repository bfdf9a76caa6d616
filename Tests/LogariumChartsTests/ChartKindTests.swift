import LogariumCharts
import Testing

@Suite("Every kind of chart")
struct ChartKindTests {
    private func figures(_ kind: ChartKind) throws -> [Figure] {
        try kind.chart.figures(Answers(SmallAnswers.answers(kind), for: kind.rawValue))
    }

    @Test("is drawn as the SVG that was looked at", arguments: ChartKind.allCases)
    func svg(_ kind: ChartKind) throws {
        let figure = try #require(figures(kind).first)
        try Golden.expect(SVGRenderer(.file(width: 500)).svg(of: figure), equals: "\(kind.rawValue).svg")
    }

    @Test("is drawn with characters", arguments: ChartKind.allCases)
    func text(_ kind: ChartKind) throws {
        let figure = try #require(figures(kind).first)
        let style = TerminalStyle(width: 72, plotHeight: 9)
        try Golden.expect(TextRenderer(style).text(of: figure), equals: "\(kind.rawValue).txt")
    }

    @Test(
        "is plain ASCII where the terminal can do no more, apart from its words",
        arguments: ChartKind.allCases)
    func ascii(_ kind: ChartKind) throws {
        let style = TerminalStyle(width: 72, plotHeight: 9, isUnicode: false)
        let text = TextRenderer(style).text(of: try #require(figures(kind).first))
        #expect(!text.unicodeScalars.contains { (0x2500...0x28FF).contains($0.value) })
        #expect(!text.contains("\u{1B}"))
    }

    @Test("is a Vega-Lite specification", arguments: ChartKind.allCases)
    func vega(_ kind: ChartKind) throws {
        let figure = try #require(figures(kind).first)
        try Golden.expect(VegaLiteRenderer().json(of: figure), equals: "\(kind.rawValue).vl.json")
    }

    @Test("has its rows beside it", arguments: ChartKind.allCases)
    func table(_ kind: ChartKind) throws {
        for figure in try figures(kind) {
            #expect(!figure.table.rows.isEmpty)
            #expect(!figure.isEmpty)
        }
    }

    @Test("says what it lacks when columns are missing", arguments: ChartKind.allCases)
    func missingColumns(_ kind: ChartKind) throws {
        let odd = ChartTable(columnNames: ["odd"], rows: [[.integer(1)]])
        let answers = Dictionary(
            kind.chart.questions.map { ($0.query, odd) }, uniquingKeysWith: { first, _ in first })
        #expect(throws: ChartError.self) { try kind.chart.figures(Answers(answers, for: kind.rawValue)) }
    }

    @Test("is found by its name and by its query")
    func names() throws {
        for kind in ChartKind.allCases { #expect(try ChartKind(named: kind.rawValue) == kind) }
        #expect(try ChartKind(named: "trend_points") == .trend)
        #expect(throws: ChartError.noSuchChart(name: "pie", known: ChartKind.allCases.map(\.rawValue))) {
            try ChartKind(named: "pie")
        }
    }
}
