import ArgumentParser
import Glibc
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
        name: [.short, .long],
        help: "Write to this file; all figures, a file each, where it ends in / or is a directory.",
        completion: .file())
    var output: String?

    @Option(help: "What the files of a directory are: svg, png, pdf, vl.json or txt.")
    var format = "svg"

    @Option(help: "Which figure, where the kind draws several; from 1.")
    var figure: Int?

    @Option(help: "The same as -p metric=NAMES: acc, prob, loss, logodds, and so on.")
    var metric: String?

    @Option(help: "The figure's title.")
    var title: String?

    @Option(help: "Columns of a two-column paper: 1 (3.3 inches) or 2 (6.9 inches).")
    var width = 1

    @Option(help: "Width, or WIDTHxHEIGHT, in inches: 5x3; 180mm, 12x8cm, 400pt.")
    var size: String?

    @Option(help: "light or dark.")
    var theme = Theme.light

    func validate() throws {
        guard width == 1 || width == 2 else { throw ValidationError("--width \(width): must be 1 or 2") }
        if let output, !Self.isFolder(output), FigureFormat(path: output) == nil {
            throw ValidationError(
                "\(output): must end in .svg, .png, .pdf, .vl.json or .txt, or in / for a directory")
        }
        guard FigureFormat(path: "x.\(format)") != nil else {
            throw ValidationError("--format \(format): must be svg, png, pdf, vl.json or txt")
        }
        if let size, FigureSize(size) == nil {
            throw ValidationError(
                "--size \(size): must be a width or WIDTHxHEIGHT from 1 to 100 inches, such as 5x3, 180mm or 12x8cm"
            )
        }
    }

    func run() throws {
        try reportingFailures {
            guard let kind else { return list() }
            let chart = try chartKind(named: kind)
            let connection = try ReadConnection(path: warehouse.path, limits: .interactive())
            let given = try self.given
            var figures = try explainingNoRows(of: chart, given: given, in: connection) {
                try AnswerBook(connection).figures(of: chart, given: given)
            }
            figures = try chosen(figures)
            if let title { for place in figures.indices { figures[place].title = title } }
            guard let output else { return TerminalPlot.print(figures) }
            if Self.isFolder(output) { return try write(figures, into: output) }
            try write(single(figures), to: output, as: FigureFormat(path: output) ?? .svg)
        }
    }

    private var given: [String: String] {
        get throws {
            var given = try parameters.values()
            if let metric, given.updateValue(metric, forKey: "metric") != nil {
                throw ValidationError("-p metric: given twice")
            }
            return given
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return path.hasSuffix("/") || (stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR)
    }

    private func write(_ figure: Figure, to path: String, as format: FigureFormat) throws {
        let size = size.flatMap(FigureSize.init) ?? (width == 1 ? .oneColumn : .twoColumns)
        do {
            let warning = try FigureFile(size: size, theme: theme).write(figure, to: path, as: format)
            Hint.print("\(path): \(figure.title)")
            if let warning { Hint.print("\(path): \(warning)") }
        } catch let error as FigureHeightError {
            throw ValidationError("--size: \(error)")
        }
    }

    /// A file each, named by its place and title.
    private func write(_ figures: [Figure], into folder: String) throws {
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
            throw ValidationError("\(folder): \(String(cString: strerror(errno)))")
        }
        let digits = String(figures.count).count
        for (place, figure) in figures.enumerated() {
            let number = String(place + 1)
            let name = String(repeating: "0", count: digits - number.count) + number + "-" + figure.fileName
            let path = folder + (folder.hasSuffix("/") ? "" : "/") + name + "." + format
            try write(figure, to: path, as: FigureFormat(path: path) ?? .svg)
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
            "there are \(figures.count) figures; choose one with -p or --figure, or take all with -o DIR/:\n"
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
    /// Letters, digits and dashes of its title and subtitle.
    fileprivate var fileName: String {
        let words = (title + " " + subtitle).lowercased().unicodeScalars.map { scalar -> Character in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? Character(scalar) : "-"
        }
        return String(String(words).split(separator: "-").joined(separator: "-").prefix(60))
    }

    /// Title and axes in a line, to choose by.
    fileprivate var name: String {
        let axes = panels.first.map { "\($0.y.title.isEmpty ? $0.title : $0.y.title) by \($0.x.title)" } ?? ""
        return [title, subtitle, axes].filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
