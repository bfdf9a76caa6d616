import ArgumentParser
import CMalloc
import Glibc
import LogariumCore
import LogariumCharts
import LogariumStore

@main
struct Logarium: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logarium",
        abstract: "A results warehouse for language-model evaluation.",
        discussion: "Without a command: what is in the warehouse, and what to do next.",
        version: ProgramVersion.current,
        subcommands: [
            IngestCommand.self, SummaryCommand.self, CheckCommand.self, QueryCommand.self, SQLCommand.self,
            ReportCommand.self, PlotCommand.self, ExportCommand.self,
            ModelsCommand.self, TasksCommand.self, RunsCommand.self,
            SchemaCommand.self, DatabaseCommand.self, DoctorCommand.self, MigrateCommand.self,
            BackupCommand.self,
        ])

    func run() throws { try SummaryCommand.runOrGreet() }

    static func main() {
        // A file that may grow no further (`ulimit -f`) is then an error of that write, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        // Memory that one run's columns leave is the next one's: glibc would give it back to the system each time.
        mallopt(M_TRIM_THRESHOLD, 64 << 20)
        mallopt(M_MMAP_THRESHOLD, 16 << 20)
        var type: any ParsableCommand.Type = Self.self
        do {
            if let script = Completions.script(askedBy: CommandLine.arguments) { return print(script) }
            try refuseUnknownCommand(CommandLine.arguments.dropFirst().first)
            var command = try parseAsRoot()
            type = Swift.type(of: command)
            try command.run()
        } catch {
            end(with: error, of: type)
        }
    }

    /// As `exit(withError:)`, which would print what a file's name or content says as it stands, and the root's usage.
    private static func end(with error: any Error, of type: any ParsableCommand.Type) -> Never {
        let code = exitCode(for: error)
        let isOwn = error is ValidationError && type != Logarium.self
        let message = isOwn ? "Error: \(error)\n\(usage(of: type))" : fullMessage(for: error)
        if !message.isEmpty {
            if code.isSuccess { print(message) } else { Hint.print(message) }
        }
        Glibc.exit(code.rawValue)
    }

    private static func usage(of type: any ParsableCommand.Type) -> String {
        let usage = usageString(for: type)
        let words = usage.split(separator: " ").prefix { !$0.hasPrefix("[") && !$0.hasPrefix("<") }
        return "Usage: \(usage)\n  See '\(words.joined(separator: " ")) --help' for more information."
    }

    /// A word that is no command is a query's name as often as a slip.
    private static func refuseUnknownCommand(_ word: String?) throws {
        let commands = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word, !word.hasPrefix("-"), !(commands + ["help"]).contains(word) else { return }
        throw ValidationError("there is no command \"\(word)\"\(remedy(for: word, commands))")
    }

    private static func remedy(for word: String, _ commands: [String]) -> String {
        if QueryCatalog.names.contains(word) { return "; `logarium query \(word)` asks it" }
        if ChartKind(rawValue: word) != nil { return "; `logarium plot \(word)` draws it" }
        return word.closest(in: commands).map { "; did you mean \($0)?" } ?? ""
    }
}
