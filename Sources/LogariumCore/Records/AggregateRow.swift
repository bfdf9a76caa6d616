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
    /// Checkpoint, task and protocol; no samples.
    public var run: RunStatement
    public var metric: ReportedMetric

    public init(line: Int, run: RunStatement, metric: ReportedMetric) {
        self.line = line
        self.run = run
        self.metric = metric
    }
}
