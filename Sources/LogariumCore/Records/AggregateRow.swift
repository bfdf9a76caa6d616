/// The columns of a table of aggregates: results without examples, as suites publish them.
public enum AggregateColumn: String, Sendable, CaseIterable {
    /// The name or path of the model; `models.csv` matches it.
    case model
    /// The revision of the model, where the name does not hold it.
    case revision
    case series
    case nParams = "n_params"
    case nParamsNonEmbedding = "n_params_non_embedding"
    case trainStep = "train_step"
    case trainTokens = "train_tokens"
    case rlhfStep = "rlhf_step"
    case seed
    case variant
    case task
    case behavior
    /// Shots of the prompt.
    case numFewshot = "num_fewshot"
    /// What was measured: `acc`. Given for the whole table with `--metric` where the column is missing.
    case metric
    case filter
    case value
    case stderr
    /// Examples behind the value.
    case n
    /// 1 or true, 0 or false.
    case higherIsBetter = "higher_is_better"
}

/// One line of a table of aggregates.
public struct AggregateRow: Sendable, Equatable {
    public var line: Int
    /// Places in `AggregateRows`.
    public var reference: Int
    public var task: Int
    public var numFewshot: Int?
    public var metric: ReportedMetric

    public init(line: Int, reference: Int, task: Int, numFewshot: Int?, metric: ReportedMetric) {
        self.line = line
        self.reference = reference
        self.task = task
        self.numFewshot = numFewshot
        self.metric = metric
    }
}

/// The lines of a table of aggregates, with the checkpoints and tasks that they share.
public struct AggregateRows: Sendable, Equatable {
    public var references: [CheckpointReference] = []
    public var tasks: [TaskRecord] = []
    public var rows: [AggregateRow] = []

    public init() {}

    /// The run without samples that a line is about.
    public func run(of row: AggregateRow) -> RunRecord {
        let shots = row.numFewshot
        let declared = "{\"num_fewshot\":\(shots.map(String.init) ?? "null"),\"output_type\":\"reported\"}"
        var run = RunRecord(
            reference: references[row.reference], task: tasks[row.task],
            protocolDeclaration: ProtocolDeclaration(
                outputType: .reported, numFewshot: shots, declared: declared,
                label: shots.map { "reported, \($0)-shot" } ?? "reported"),
            harness: "aggregates")
        run.partial = .noSamples
        return run
    }
}
