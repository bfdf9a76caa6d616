/// A harness's results file: who was evaluated, how, and the aggregates it reported.
public struct ResultsRecord: Sendable {
    /// One run statement a task, without its samples (`partial` nil); key: the harness's task name.
    public var runs: [String: RunRecord]
    public var reported: [ReportedMetric]
    /// The checkpoint, also when no task is listed.
    public var reference: CheckpointReference

    public init(
        reference: CheckpointReference, runs: [String: RunRecord], reported: [ReportedMetric]
    ) {
        self.reference = reference
        self.runs = runs
        self.reported = reported
    }
}

/// One aggregate that a harness reported, kept to be checked against.
public struct ReportedMetric: Sendable, Equatable {
    /// Task or group.
    public var name: String
    /// Members of a group, sorted; nil for a task.
    public var members: [String]?
    public var metric: String
    public var filter: String
    /// Nil when not a finite number; `valueText` then says what was written.
    public var value: Double?
    public var valueText: String?
    public var stderr: Double?
    public var n: Int?
    public var higherIsBetter: Bool?

    public init(name: String, metric: String, filter: String, value: Double?) {
        self.name = name
        self.metric = metric
        self.filter = filter
        self.value = value
    }
}
