import ArgumentParser
import LogariumCharts
import LogariumCore
import LogariumReport
import LogariumStore

extension Theme: ExpressibleByArgument {}

struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw one figure; without a name, list the kinds.",
        discussion: """
            The file's name tells the format: .svg, .png, .pdf, .vl.json (Vega-Lite with its data), .txt. Without \
            -o the figure is drawn in the terminal.

            EXAMPLES
              logarium plot trend -p axis=rlhf_step -p behavior=sycophancy -p metric=p_match -o fig1.pdf
              logarium plot scale -p task=facts --width 2 -o fig2.svg
            """)

    @Argument(help: "Kind of chart, or the query it draws.", completion: Completions.charts)
    var kind: String?

    @OptionGroup var warehouse: WarehouseOption
    @OptionGroup var parameters: ParameterOption

    @Option(
        name: [.short, .long], help: "Write to this file, which appears whole or not at all.",
        completion: .file())
    var output: String?

    @Option(help: "Which figure, where the kind draws several; from 1.")
    var figure: Int?

    @Option(help: "Columns of a two-column paper: 1 (3.3 inches) or 2 (6.9 inches).")
    var width = 1

    @Option(help: "light or dark.")
    var theme = Theme.light

    func validate() throws {
        guard width == 1 || width == 2 else { throw ValidationError("--width \(width): must be 1 or 2") }
        if let output, FigureFormat(path: output) == nil {
            throw ValidationError("\(output): must end in .svg, .png, .pdf, .vl.json or .txt")
        }
    }

    func run() throws {
        try reportingFailures {
            guard let kind else { return list() }
            let chart = try chartKind(named: kind)
            let connection = try ReadConnection(path: warehouse.path, limits: .interactive())
            let given = try parameters.values()
            let figures = try explainingNoRows(of: chart, given: given, in: connection) {
                try AnswerBook(connection).figures(of: chart, given: given)
            }
            guard let output, let format = FigureFormat(path: output) else {
                return TerminalPlot.print(try chosen(figures))
            }
            let only = try single(chosen(figures))
            let file = FigureFile(width: width == 1 ? .oneColumn : .twoColumns, theme: theme)
            try file.write(only, to: output, as: format)
            Hint.print("\(output): \(only.title)")
        }
    }

    private func list() {
        let width = ChartKind.allCases.map(\.rawValue.count).max() ?? 0
        for kind in ChartKind.allCases {
            let name = kind.rawValue + String(repeating: " ", count: width - kind.rawValue.count)
            print("\(name)  \(kind.summary) (\(kind.chart.questions.map(\.query).joined(separator: ", ")))")
        }
    }

    private func chartKind(named name: String) throws -> ChartKind {
        do { return try ChartKind(named: name) } catch { throw ValidationError("\(error)") }
    }

    private func chosen(_ figures: [Figure]) throws -> [Figure] {
        guard let figure else { return figures }
        guard figures.indices.contains(figure - 1) else {
            throw ValidationError("--figure \(figure): there are \(figures.count)")
        }
        return [figures[figure - 1]]
    }

    /// - Throws: `ValidationError` that lists the figures where there are several.
    private func single(_ figures: [Figure]) throws -> Figure {
        guard figures.count != 1 else { return figures[0] }
        let list = figures.prefix(30).enumerated().map { "  \($0 + 1)  \($1.name)" }
        let rest = figures.count > 30 ? ["  … \(figures.count) in all"] : []
        throw ValidationError(
            "there are \(figures.count) figures; choose one with -p or --figure:\n"
                + (list + rest).joined(separator: "\n"))
    }
}

/// Says on stderr why a chart has nothing to draw, before it fails.
func explainingNoRows<Drawn>(
    of chart: ChartKind, given: [String: String], in connection: ReadConnection, _ body: () throws -> Drawn
) throws -> Drawn {
    do {
        return try body()
    } catch let error as ChartError {
        guard case .noRows = error, let question = chart.chart.questions.first else { throw error }
        let query = try QueryCatalog.query(question.query)
        let known = Set(query.parameters.map(\.name))
        let own = question.parameters.merging(given) { _, user in user }.filter { known.contains($0.key) }
        for line in try EmptyAnswer.lines(query, given: own, in: connection) { Hint.print(line) }
        throw error
    }
}

extension Figure {
    /// Title and axes in a line, to choose by.
    fileprivate var name: String {
        let axes = panels.first.map { "\($0.y.title.isEmpty ? $0.title : $0.y.title) by \($0.x.title)" } ?? ""
        return [title, subtitle, axes].filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
