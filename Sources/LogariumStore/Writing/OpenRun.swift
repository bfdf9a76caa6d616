import LogariumCore

/// A run while its source is being read.
final class OpenRun {
    let statement: RunRecord
    let runID: Int64
    let taskID: Int64
    let checkpointID: Int64
    /// The protocol as declared; what the examples say is decided when all are there.
    let declaredProtocolID: Int64
    let fields: DocumentFields

    var hasNewExamples = false
    /// Lines that said again what was said before.
    var nRepeated = 0
    private(set) var checks: [String: CheckTally] = [:]
    var examples = RunExamples()

    init(
        statement: RunRecord, runID: Int64, taskID: Int64, checkpointID: Int64, declaredProtocolID: Int64,
        fields: DocumentFields
    ) {
        self.statement = statement
        self.runID = runID
        self.taskID = taskID
        self.checkpointID = checkpointID
        self.declaredProtocolID = declaredProtocolID
        self.fields = fields
    }

    func note(_ check: ScoreCheck) { checks[check.metric, default: CheckTally()].count(check.verdict) }
}

/// How the per-example scores of one metric compared with their recomputation.
struct CheckTally: Equatable {
    var equal = 0
    var differs = 0
    var inferredGold = 0
    var notComputable = 0
    var maxDifference: Double?

    mutating func count(_ verdict: ScoreCheck.Verdict) {
        switch verdict {
        case .equal: equal += 1
        case .inferredGold: inferredGold += 1
        case .notComputable: notComputable += 1
        case .differs(let difference):
            differs += 1
            maxDifference = max(maxDifference ?? 0, difference)
        }
    }
}

extension Hash128 {
    /// The content hash of the n-th copy of an identical example; copy 0 is the example itself.
    func ofCopy(_ copy: Int) -> Hash128 {
        guard copy > 0 else { return self }
        var digest = SHA256Digest()
        digest.updateField(description)
        digest.updateField("copy \(copy)")
        return digest.finalizeHash128()
    }
}
