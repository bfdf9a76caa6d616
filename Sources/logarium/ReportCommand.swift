import ArgumentParser
import LogariumCore
import LogariumReport
import LogariumOutput
import LogariumStore

extension TrendAxis: ExpressibleByArgument {
    public init?(argument: String) { self.init(named: argument) }
}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract:
            "Write one HTML page with the answers, charts and tables; it needs no network and can be mailed.")

    @Option(name: [.short, .long], help: "The page, which appears whole or not at all.", completion: .file())
    var output = "report.html"

    @Option(help: "Only tasks of these behaviors.")
    var behavior: String?

    @Option(help: "Only models of these series.")
    var series: String?

    @Option(help: "The axis to show first: size, step, tokens or rlhf, or its column.")
    var axis: TrendAxis?

    @OptionGroup var warehouse: WarehouseOption

    func run() throws {
        try reportingFailures {
            let connection = try ReadConnection(path: warehouse.path, limits: .interactive())
            try connection.holdSnapshot()
            let file = try NewFile(path: output)
            let scope = Report.Scope(behavior: behavior, series: series, axis: axis)
            try Report(connection, scope: scope).write(to: file)
            try file.commit()
            Hint.print("\(output): open it in a browser")
        }
    }
}
