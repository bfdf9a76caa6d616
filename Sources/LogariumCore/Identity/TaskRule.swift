/// What `tasks.csv` or the user says of a task; nil falls through.
public struct TaskDecision: Sendable, Equatable {
    public var family: String?
    public var behavior: String?
    public var kind: String?
    public var moreIs: String?
    /// Fields of the document, dots for nesting, that hold an example's cluster, subset, truth, matching.
    public var clusterField: String?
    public var subsetField: String?
    public var truthField: String?
    public var matchingField: String?

    public init() {}
}

/// One row of `tasks.csv`.
public struct TaskRule: Sendable, Equatable {
    public static let columns = [
        "match", "family", "behavior", "kind", "more_is", "cluster", "subset", "truth", "matching",
    ]

    /// Line of the file, from 1.
    public var line: Int
    /// A glob over the task's name.
    public var match: Glob
    public var decision: TaskDecision

    /// - Throws: `RuleFault` for a word that `kind` or `more_is` does not know.
    public init(line: Int, cells: [String: String]) throws(RuleFault) {
        func text(_ column: String) -> String? { cells[column].flatMap { $0.isEmpty ? nil : $0 } }
        func word(_ column: String, of words: [String]) throws(RuleFault) -> String? {
            guard let text = text(column) else { return nil }
            guard words.contains(text) else {
                throw RuleFault(
                    line: line, reason: "\(column) is \"\(text)\", not \(words.joined(separator: " or "))")
            }
            return text
        }
        guard let match = text("match") else {
            throw RuleFault(line: line, reason: "the row has no match")
        }
        self.line = line
        self.match = Glob(match)
        var decision = TaskDecision()
        decision.family = text("family")
        decision.behavior = text("behavior")
        decision.kind = try word("kind", of: ["capability", "behavior"])
        decision.moreIs = try word("more_is", of: ["better", "worse"])
        decision.clusterField = text("cluster")
        decision.subsetField = text("subset")
        decision.truthField = text("truth")
        decision.matchingField = text("matching")
        self.decision = decision
    }
}

extension [TaskRule] {
    /// The first row that matches; later ones that disagree are given by line.
    public func decide(_ task: String) -> (decision: TaskDecision, disagreeing: [Int])? {
        let matching = filter { $0.match.matches(task) }
        guard let first = matching.first else { return nil }
        return (first.decision, matching.dropFirst().filter { $0.decision != first.decision }.map(\.line))
    }
}
