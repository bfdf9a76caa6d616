import ArgumentParser
import LogariumStore

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the warehouse to a new file, whoever else reads or writes it.")

    @Argument(help: "Where the copy goes; never overwritten.", completion: .file()) var file: String
    @OptionGroup var warehouse: WarehouseOption

    func run() throws {
        let path = try warehouse.existingPath()
        try Warehouse.backUp(path: path, to: file)
        Hint.print("\(path) copied to \(file)")
    }
}
