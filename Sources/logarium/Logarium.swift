import ArgumentParser
import LogariumCore

@main
struct Logarium: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logarium",
        abstract: "A results warehouse for language-model evaluation.",
        version: ProgramVersion.current,
        subcommands: [
            QueryCommand.self, SQLCommand.self, ExportCommand.self, SchemaCommand.self, DoctorCommand.self,
        ])
}
