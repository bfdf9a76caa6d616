import ArgumentParser
import LogariumCharts
import LogariumCore
import LogariumReport
import LogariumStore

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask a standard question; without a name, list them.",
        discussion: """
            `logarium query NAME --help` says what the parameters and columns of a query mean.

            EXAMPLES
              logarium query metrics -p behavior=sycophancy
              logarium query movers -p from_run=3 -p to_run=9 -o movers.csv
            """,
        helpNames: [])

    @Argument(help: "Name of the query.", completion: Completions.queries)
    var name: String?

    @OptionGroup var warehouse: WarehouseOption
    @OptionGroup var parameters: ParameterOption
    @OptionGroup var output: OutputOptions

    @OptionGroup var columns: ColumnOptions

    @Option(help: "Only the first rows; said on stderr when there are more.")
    var limit: Int?

    @Flag(help: "The same as -p allow_mixed=1: draw what trend refuses to join, with a warning.")
    var allowMixed = false

    @Flag(help: "Draw the answer with characters; `logarium plot` draws files.")
    var plot = false

    @Flag(help: "Print the query's SQL and do not run it.")
    var showSQL = false

    @Flag(name: [.short, .long], help: "Show help, of the query where one is named.")
    var help = false

    func run() throws {
        try reportingFailures {
            guard let name else { return try help ? print(Logarium.helpMessage(for: Self.self)) : list() }
            let query = try QueryCatalog.query(name)
            if help { return print(query.help, terminator: "") }
            if showSQL { return print(query.sql, terminator: "") }
            try plot ? draw(query) : answer(query)
        }
    }

    private func list() throws {
        let rows = try QueryCatalog.all().map { [ResultValue.text($0.name), .text($0.sentence)] }
        try output.write(RowList(columnNames: ["query", "answers"], rows: rows))
    }

    private func draw(_ query: QueryDefinition) throws {
        guard let kind = ChartKind(drawing: query.name) else {
            throw ValidationError(
                "\(query.name) is not drawn; there are \(ChartKind.drawnQueries.joined(separator: ", "))")
        }
        guard columns.columns == nil, !columns.allColumns, limit == nil, output.output == nil,
            output.format == nil
        else {
            throw ValidationError(
                "--plot takes no --columns, --limit, --format or --output; see `logarium plot`")
        }
        let connection = try ReadConnection(path: warehouse.path, limits: .interactive())
        let given = try parameters.values()
        try explainingNoRows(of: kind, given: given, in: connection) {
            TerminalPlot.print(try AnswerBook(connection).figures(of: kind, given: given))
        }
    }

    private func answer(_ query: QueryDefinition) throws {
        var values = try parameters.values()
        if allowMixed { values["allow_mixed"] = "1" }
        try NamedQuery(query, values).answer(warehouse, columns, output, limit: limit)
    }
}
