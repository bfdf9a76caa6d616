import ArgumentParser
import LogariumStore

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring an older warehouse to this program's schema, after a backup.")

    @OptionGroup var warehouse: WarehouseOption

    func run() throws {
        let path = try warehouse.existingPath()
        let outcome = try Warehouse.migrate(path: path)
        guard let backup = outcome.backup else {
            Hint.print("\(path) is up to date.")
            return
        }
        Hint.print("\(path): applied \(outcome.applied.joined(separator: ", ")); the old file is \(backup)")
    }
}
