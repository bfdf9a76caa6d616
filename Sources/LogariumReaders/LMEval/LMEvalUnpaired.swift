import LogariumCore

/// The statement of a run whose results file is missing: known by its directory and timestamp alone,
/// and completed when the results come.
struct LMEvalUnpaired: Sendable {
    /// The directory that the samples file is in; empty when there is none.
    var directory: String
    var task: String
    /// Nil for the names of 0.4.0–0.4.2.
    var timestamp: String?

    static func reference(directory: String, timestamp: String) -> String { "\(directory)@\(timestamp)" }

    func run(_ outputType: OutputType) -> RunRecord {
        var reference = CheckpointReference(
            ref: Self.reference(directory: directory, timestamp: timestamp ?? "unknown"))
        reference.modelName = directory.isEmpty ? nil : directory
        let declaration = ProtocolDeclaration(
            outputType: outputType, numFewshot: nil,
            declared: "{\"output_type\":\"\(outputType.rawValue)\"}", label: "undeclared")
        var run = RunRecord(
            reference: reference, task: TaskRecord(name: LMEvalTaskNames.short(task)),
            protocolDeclaration: declaration, harness: LMEvalTaskResults.harness)
        run.partial = .noResults
        return run
    }
}
