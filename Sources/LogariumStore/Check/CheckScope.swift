import LogariumCore

/// The tasks that a check is about, and the references that have runs of them.
struct CheckScope {
    /// Nil: all.
    private var tasks: Set<String>?
    private var references: Set<String> = []

    init(_ connection: ReadConnection, _ options: CheckOptions) throws {
        guard options.task != nil || options.behavior != nil else { return }
        var tasks: Set<String> = []
        let given = ["task": options.task, "behavior": options.behavior].compactMapValues { $0 }
        try connection.prepare(QueryCatalog.internal("task_references"), given: given).forEachRow { row in
            tasks.insert(row[0].text ?? "")
            references.insert(row[1].text ?? "")
        }
        self.tasks = tasks
    }

    /// A row without a task is about a checkpoint: it counts where the checkpoint has a run of such a task.
    func includes(_ row: CheckRow) -> Bool {
        guard let tasks else { return true }
        return row.task.map(tasks.contains) ?? row.ref.map(references.contains) ?? true
    }
}
