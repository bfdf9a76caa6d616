import ArgumentParser
import LogariumStore

struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Look after the warehouse file.", subcommands: [OptimizeCommand.self])
}

struct OptimizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize",
        abstract: "Pack what runs answered by columns, so that questions need not step through responses.",
        discussion: """
            Ingest does it at its end; what it was kept from, and what an edit has made stale, is done here. The \
            columns are derived: every answer is the same without them, only slower.
            """)

    @Flag(help: "Take the packed columns out instead.") var drop = false
    @OptionGroup var warehouse: WarehouseOption

    func run() throws {
        let path = try warehouse.existingPath()
        let opened = try Warehouse(path: path, onWait: { Hint.waiting($0) })
        if drop {
            let count = try opened.dropColumns()
            Hint.print("\(path): took out the columns of \(count) \(count == 1 ? "run" : "runs")")
            return
        }
        Interruption.listen()
        let count = try opened.packColumns { _, _ in !Interruption.isRequested }
        Hint.print("\(path): packed \(count) \(count == 1 ? "run" : "runs")")
        if Interruption.isRequested { throw ExitCode(130) }
    }
}
