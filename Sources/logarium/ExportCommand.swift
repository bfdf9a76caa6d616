import ArgumentParser
import LogariumOutput
import LogariumStore

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every standard report as CSV, with a manifest of row counts and SHA-256.")

    @Argument(help: "Directory to write into; made where there is none.", completion: .directory)
    var directory: String

    @OptionGroup var warehouse: WarehouseOption

    @Flag(help: "Also write every response in the table format, which `logarium ingest` reads.")
    var responses = false

    @Flag(help: "Write into a directory that holds other things.")
    var force = false

    @Flag(help: "For spreadsheets: a ' before texts that would be run as formulas (=, +, -, @).")
    var csvSafe = false

    func run() throws {
        try reportingFailures {
            let connection = try ReadConnection(path: warehouse.path, limits: .interactive())
            try connection.holdSnapshot()
            var reports = try connection.standardAnswers()
            if responses { reports.append(try connection.responsesAnswer()) }
            var whole: [String] = []
            do {
                try Export(directory: directory, force: force, csvSafe: csvSafe).write(
                    reports, schemaVersion: connection.schemaVersion
                ) {
                    whole.append($0.name)
                    Hint.print("\($0.name): \($0.rows) rows")
                }
            } catch {
                let names = whole.isEmpty ? "no file is" : "\(whole.joined(separator: ", ")) are"
                Hint.print(
                    "\(directory): \(names) whole and of this run; without a manifest it is no export, run it again"
                )
                throw error
            }
        }
    }
}
