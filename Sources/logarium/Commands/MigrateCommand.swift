import ArgumentParser
import LogariumStore

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring an older warehouse to this program's schema, after a backup.")

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let path = try database.existingPath()
        let outcome = try Warehouse.migrate(path: path)
        guard let backup = outcome.backup else {
            Terminal.note("\(path) is up to date.")
            return
        }
        Terminal.note("\(path): applied \(outcome.applied.joined(separator: ", ")); the old file is \(backup)")
    }
}
