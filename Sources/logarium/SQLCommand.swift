import ArgumentParser
import LogariumCore
import LogariumStore

struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Run one SQL statement that only reads.",
        discussion: """
            Nothing is changed or attached, no extension is loaded, and the time is bounded. Logarium's own \
            functions are there (`logarium schema --functions`). With -p name=value the statement's :name is \
            bound: as a number where the value looks like one, else as a text.

            EXAMPLES
              logarium sql "SELECT model, task, mean_p_match FROM run_metric WHERE n > 50"
              logarium sql "SELECT * FROM run WHERE ref LIKE :ref" -p ref=%step1000
            """)

    @Argument(help: "The statement; - reads it from standard input.")
    var statement: String

    @OptionGroup var warehouse: WarehouseOption
    @OptionGroup var parameters: ParameterOption
    @OptionGroup var output: OutputOptions

    @Option(help: "Seconds until the statement is stopped.")
    var timeout = 10.0

    @Option(help: "Write this many rows at most, and say so.")
    var limit: Int?

    func validate() throws {
        guard timeout > 0, timeout <= 1e6 else {
            throw ValidationError(
                "--timeout \(timeout): must be a number of seconds above 0, 1000000 at most")
        }
        if let limit, limit < 0 { throw ValidationError("--limit \(limit): must not be below 0") }
    }

    func run() throws {
        let sql = statement == "-" ? Self.standardInput() : statement
        try reportingFailures {
            let limits = ReadLimits.interactive(timeout: timeout)
            Watchdog.start(after: timeout + 2, saying: ReadError.timedOut(seconds: timeout).description)
            let connection = try ReadConnection(path: warehouse.path, trust: .sandboxed, limits: limits)
            let answer = try connection.prepare(sql, given: parameters.values())
            try output.write(answer, limit: limit, check: connection.checkLimits)
        }
    }

    private static func standardInput() -> String {
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        return text
    }
}
