import LogariumCore

/// Which of the table's own names stands for which column.
struct TableHeader {
    private let columns: [String: TableColumn]
    /// Columns that hold losses: their numbers are taken with the other sign.
    private let negated: Set<TableColumn>
    private let ignored: Set<String>

    /// A table has one of these.
    static let answering: Set<TableColumn> = [.logprobs, .logprob, .metric, .answer, .correct]

    /// Columns of generated answers, which others use for what they call the gold.
    private static let ofAnswers: Set<TableColumn> = [.answer, .target, .correct]

    /// Columns that a table's names may be the negative of.
    static let negatable: Set<TableColumn> = [.logprob, .logprobs, .unconditional]

    /// - Parameters:
    ///   - map: the user's `--map`: column to the name that the table gives it; `-loss` for log-probs that are the
    ///     negative of the column `loss`.
    ///   - ignoring: names of the table that are left out.
    init(map: [TableColumn: String], ignoring: [String] = []) {
        var columns: [String: TableColumn] = [:]
        var negated: Set<TableColumn> = []
        for column in TableColumn.allCases {
            var name = map[column] ?? column.rawValue
            if name.hasPrefix("-"), Self.negatable.contains(column) {
                name.removeFirst()
                negated.insert(column)
            }
            columns[name] = column
        }
        (self.columns, self.negated, ignored) = (columns, negated, Set(ignoring))
    }

    func column(_ name: String) -> TableColumn? { ignored.contains(name) ? nil : columns[name] }

    /// What the table calls a column.
    func name(of column: TableColumn) -> String {
        columns.first { $0.value == column }?.key ?? column.rawValue
    }

    func isNegated(_ column: TableColumn) -> Bool { negated.contains(column) }

    /// Whether a name is left out: the user said so, or it is the nameless first column that pandas writes.
    func isIgnored(_ name: String, at place: Int) -> Bool {
        ignored.contains(name) || place == 0 && ["", "Unnamed: 0"].contains(name)
    }

    /// Whether names like these make a table of responses or scores.
    func isTable(_ names: some Sequence<String>) -> Bool { missing(in: names).isEmpty }

    /// The columns that no table can do without and that these names lack.
    func missing(in names: some Sequence<String>) -> [TableColumn] {
        let found = Set(names.compactMap(column))
        let model: [TableColumn] = found.contains(.checkpoint) ? [] : [.model]
        return (model + [.task, .example]).filter { !found.contains($0) }
    }

    /// Columns in the order of a header; nil for one that is left out.
    /// - Throws: `LineFault` for a name that is unknown or stands twice.
    func columns(of names: [String]) throws(LineFault) -> [TableColumn?] {
        var found: [TableColumn?] = []
        for (place, name) in names.enumerated() {
            guard let column = column(name) else {
                guard isIgnored(name, at: place) else {
                    throw LineFault(reason: "the column \"\(name)\" is not known" + hint(name, among: names))
                }
                found.append(nil)
                continue
            }
            guard !found.contains(column) else {
                throw LineFault(reason: "the column \"\(name)\" stands twice")
            }
            found.append(column)
        }
        try refuseGolds(Set(found.compactMap { $0 }))
        return found
    }

    /// Beside log-probs, without a column for what matches, an answer may be the model's or the right one.
    private func refuseGolds(_ found: Set<TableColumn>) throws(LineFault) {
        guard !found.isDisjoint(with: [.logprobs, .logprob]), found.isDisjoint(with: [.matching, .matches]),
            let doubtful = TableColumn.allCases.first(where: {
                Self.ofAnswers.contains($0) && found.contains($0)
            })
        else { return }
        let name = name(of: doubtful)
        throw LineFault(
            reason:
                "the column \"\(name)\" is not known beside log-probs: is it what matches (--map matching=\(name)), or what the model "
                + "generated? Then the table needs \"matching\" too")
    }

    private func hint(_ name: String, among names: [String]) -> String {
        let known = Set(names.compactMap(column))
        let free = TableColumn.allCases.first { !known.contains($0) && Self.isLike(name, $0) }
        return free.map { " (is it --map \($0.rawValue)=\(name) ?)" } ?? ""
    }

    /// Names in use for what the columns hold.
    private static let others: [TableColumn: [String]] = [
        .model: ["model_name", "checkpoint_name", "ckpt", "model_id", "engine"],
        .trainStep: ["step", "global_step", "iteration", "iter"],
        .task: ["task_name", "dataset", "benchmark", "eval", "subject", "category"],
        .example: [
            "example_id", "id", "item", "item_id", "question_id", "doc_id", "idx", "index", "sample_id",
        ],
        .prompt: ["question", "input", "context", "ctx", "query"],
        .choices: ["options", "answers", "continuations"],
        .matching: [
            "target", "gold", "gold_index", "label", "answer", "correct_answer", "answer_idx", "correct",
        ],
        .logprobs: [
            "log_probs", "logliks", "loglikelihoods", "lls", "log_likelihoods", "lp", "logprob", "ll",
        ],
        .choice: ["option", "continuation", "completion"],
        .logprob: ["log_prob", "loglik", "loglikelihood", "log_likelihood"],
        .matches: ["is_correct", "is_gold", "is_target"],
    ]

    static func isLike(_ name: String, _ column: TableColumn) -> Bool {
        let plain = name.lowercased()
        return plain == column.rawValue || (others[column] ?? []).contains(plain)
    }

    static let remedy =
        "name it with --map COLUMN=\"its name\", or leave it out with --ignore \"its name\"; the columns are "
        + TableColumn.allCases.map(\.rawValue).joined(separator: ", ")
}
