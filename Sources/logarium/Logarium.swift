import ArgumentParser
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
            SchemaCommand.self, DatabaseCommand.self, DoctorCommand.self, MigrateCommand.self, BackupCommand.self,
        ])
}
