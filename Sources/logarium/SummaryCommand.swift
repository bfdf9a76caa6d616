import ArgumentParser
import Glibc
import LogariumReport
import LogariumStore

struct SummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "What is in the warehouse, what is doubtful, what moved most, and what to ask next.")

    @OptionGroup var warehouse: WarehouseOption

    @Flag(help: "Print it at once. (default: $LOGARIUM_PAGER, $PAGER or less, on a terminal)")
    var noPager = false

    func run() throws {
        try reportingFailures {
            let limits = ReadLimits.interactive()
            let connection = try ReadConnection(path: warehouse.path, limits: limits)
            try connection.holdSnapshot()
            let summary = WarehouseSummary(connection, width: min(Terminal.width ?? 100, 110))
            let text = try summary.text { "logarium \($0)\(warehouse.asGiven)" }
            WaitingLine.end()
            let pager = Pager(isWanted: Terminal.isOutput && !noPager)
            pager.write(text)
            try pager.show(check: limits.checkCancelled)
        }
    }

    /// What `logarium` alone does: the summary where there is a warehouse, else what to type first.
    static func runOrGreet() throws {
        let command = try SummaryCommand.parse([])
        guard access(command.warehouse.path, F_OK) != 0 else { return try command.run() }
        print(
            """
            There is no warehouse here (\(command.warehouse.path)). Make one of what your harness wrote:

              logarium ingest RUNS…                  files, directories, archives: lm-evaluation-harness, tables
              logarium ingest --help                 which checkpoint each model is, what each task measures

            Then `logarium` alone tells what is in it. One elsewhere: --db FILE or $LOGARIUM_DB.
            `logarium --help` lists the commands.
            """)
    }
}
