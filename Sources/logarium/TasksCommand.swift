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
        @OptionGroup var output: OutputOptions

        func run() throws { try NamedQuery("tasks").run(warehouse, output) }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give tasks what a tasks.csv says, without ingesting again.")
        @Argument(help: "Columns: \(TaskRule.columns.joined(separator: ", ")).") var file: String
        @OptionGroup var warehouse: WarehouseOption

        func run() throws {
            let rules = try RuleFile.tasks(file)
            let store = try Warehouse(path: try warehouse.existingPath(), onWait: Hint.waiting)
            try store.apply(rules).report(file: file, noun: "task")
            try store.packColumns()
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
            let store = try Warehouse(path: try warehouse.existingPath(), onWait: Hint.waiting)
            try store.apply([rule]).report(file: match, noun: "task")
            try store.packColumns()
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
            let store = try Warehouse(path: try warehouse.existingPath(), onWait: Hint.waiting)
            try store.clear(tasks: Glob(match), Swift.Set(columns)).report(file: match, noun: "task")
            try store.packColumns()
        }
    }
}
