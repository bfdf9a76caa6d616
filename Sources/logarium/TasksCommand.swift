import ArgumentParser
import LogariumCore
import LogariumIngest
import LogariumStore

struct TasksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "List what each task measures and how its examples hang together; say so after the fact.",
        subcommands: [List.self, Apply.self, Set.self, Clear.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One row a task.")
        @OptionGroup var warehouse: WarehouseOption
        @OptionGroup var columns: ColumnOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try reportingFailures { try NamedQuery("tasks").answer(warehouse, columns, output) }
        }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give tasks what a tasks.csv says, without ingesting again.")
        @Argument(
            help: "Columns: \(TaskRule.columns.joined(separator: ", ")).",
            completion: .file(extensions: ["csv", "tsv"])) var file: String
        @OptionGroup var warehouse: WarehouseOption

        func run() throws {
            let rules = try RuleFile.tasks(file)
            try warehouse.editTasks(file) { try $0.apply(rules) }
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what the tasks that a glob matches measure.")
        @Argument(help: "A glob over the task's name.") var match: String
        @Option(help: "Tasks that ask the same items another way share a family.") var family: String?
        @Option(help: "What the task measures.") var behavior: String?
        @Option(help: "capability or behavior.") var kind: String?
        @Option(help: "Whether more of it is better or worse.") var moreIs: String?
        @Option(help: "Field of the document that holds the cluster, dots for nesting.") var cluster: String?
        @Option(help: "Field that holds the subset.") var subset: String?
        @Option(help: "Field that holds the ground truth: a choice's text, or yes or no.") var truth: String?
        @Option(help: "Field that holds the matching choices: index, text, letter or labels.")
        var matching: String?
        @OptionGroup var warehouse: WarehouseOption

        func run() throws {
            let cells = [
                "match": match, "family": family, "behavior": behavior, "kind": kind, "more_is": moreIs,
                "cluster": cluster, "subset": subset, "truth": truth, "matching": matching,
            ].compactMapValues { $0 }
            let rule: TaskRule
            do { rule = try TaskRule(line: 0, cells: cells) } catch { throw ValidationError(error.reason) }
            try warehouse.editTasks(match) { try $0.apply([rule]) }
        }
    }

    struct Clear: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take back what was said of tasks.")
        @Argument(help: "A glob over the task's name.") var match: String
        @Argument(help: "Columns: \(TaskRule.columns.dropFirst().joined(separator: ", ")).") var columns:
            [String]
        @OptionGroup var warehouse: WarehouseOption

        func validate() throws {
            for column in columns where !TaskRule.columns.dropFirst().contains(column) {
                throw ValidationError(
                    "there is no column \(column); it is one of \(TaskRule.columns.dropFirst().joined(separator: ", "))"
                )
            }
        }

        func run() throws {
            try warehouse.editTasks(match) { try $0.clear(tasks: Glob(match), Swift.Set(columns)) }
        }
    }
}

extension WarehouseOption {
    /// Changes what is said of tasks, packs what that made stale, and tells what was reached.
    ///
    /// - Parameter source: the file or glob that says so.
    fileprivate func editTasks(_ source: String, _ edit: (Warehouse) throws -> EditOutcome) throws {
        let store = try Warehouse(path: try existingPath(), onWait: Hint.waiting)
        let outcome = try edit(store)
        // Before the report, which ends the command where rules disagree.
        try store.packColumns()
        try outcome.report(file: source, noun: "task")
    }
}
