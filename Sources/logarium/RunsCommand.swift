import ArgumentParser
import LogariumStore

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs; choose which of several stands for a checkpoint.",
        subcommands: [List.self, Choose.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One row a run: who, what, how, from where.")
        @OptionGroup var warehouse: WarehouseOption
        @OptionGroup var columns: ColumnOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try reportingFailures { try NamedQuery("runs").answer(warehouse, columns, output) }
        }
    }

    struct Choose: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a run the primary one of its checkpoint and protocol; trends use primary runs.")
        @Argument(help: "The run_id that `logarium runs` lists.") var runID: Int64
        @Flag(help: "Take the choice back: most ok examples, then the latest.") var undo = false
        @OptionGroup var warehouse: WarehouseOption

        func run() throws {
            let store = try Warehouse(path: try warehouse.existingPath(), onWait: Hint.waiting)
            try store.choosePrimary(run: runID, isChosen: !undo)
        }
    }
}
