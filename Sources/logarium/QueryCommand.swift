import ArgumentParser
import LogariumCore
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

    @Argument(help: "Name of the query.")
    var name: String?

    @OptionGroup var warehouse: WarehouseOption
    @OptionGroup var parameters: ParameterOption
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the query's SQL and do not run it.")
    var showSQL = false

    @Flag(name: [.short, .long], help: "Show help, of the query where one is named.")
    var help = false

    func run() throws {
        try reportingFailures {
            guard let name else { return try help ? print(Self.helpMessage()) : list() }
            let query = try QueryCatalog.query(name)
            if help { return print(query.help, terminator: "") }
            if showSQL { return print(query.sql, terminator: "") }
            try answer(query)
        }
    }

    private func list() throws {
        let rows = try QueryCatalog.all().map { [ResultValue.text($0.name), .text($0.sentence)] }
        try output.write(RowList(columnNames: ["query", "answers"], rows: rows))
    }

    private func answer(_ query: QueryDefinition) throws {
        let values = try parameters.values()
        _ = try query.values(given: values)
        let limits = ReadLimits.interactive()
        let connection = try ReadConnection(path: warehouse.path, limits: limits)
        try output.write(connection.prepare(query, given: values), check: limits.checkCancelled)
    }
}
