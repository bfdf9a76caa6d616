import ArgumentParser
import CMalloc
import Glibc
import LogariumCore

@main
struct Logarium: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logarium",
        abstract: "A results warehouse for language-model evaluation.",
        version: ProgramVersion.current,
        subcommands: [
            IngestCommand.self, CheckCommand.self, QueryCommand.self, SQLCommand.self, ReportCommand.self,
            PlotCommand.self, ExportCommand.self,
            ModelsCommand.self, TasksCommand.self, RunsCommand.self,
            SchemaCommand.self, DatabaseCommand.self, DoctorCommand.self, MigrateCommand.self,
            BackupCommand.self,
        ])

    static func main() {
        // A file that may grow no further (`ulimit -f`) is then an error of that write, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        // Memory that one run's columns leave is the next one's: glibc would give it back to the system each time.
        mallopt(M_TRIM_THRESHOLD, 64 << 20)
        mallopt(M_MMAP_THRESHOLD, 16 << 20)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            end(with: error)
        }
    }

    /// As `exit(withError:)`, which would print what a file's name or content says as it stands.
    private static func end(with error: any Error) -> Never {
        let (code, message) = (exitCode(for: error), fullMessage(for: error))
        if !message.isEmpty {
            if code.isSuccess { print(message) } else { Hint.print(message) }
        }
        Glibc.exit(code.rawValue)
    }
}
