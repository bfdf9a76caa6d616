import LogariumCore

/// What the samples reader needs to know of a task beyond its run statement.
struct LMEvalTaskConfig: Sendable, Equatable {
    var outputType: OutputType?
    /// What stands before every continuation.
    var targetDelimiter = " "
    /// The names of the filters in the order of their blocks.
    var filters: [String] = []
    /// The task computes its scores by a function of its own (`process_results`).
    var hasOwnScoring = false
    /// The document's field that holds the target, where it is just that.
    var targetField: String?

    init() {}

    /// SHA-256/128 of what the meaning of a line's head depends on; nil where it depends on the answers too.
    var headHash: Hash128? {
        guard outputType == .multipleChoice else { return nil }
        var digest = SHA256Digest()
        digest.updateField(targetDelimiter)
        digest.updateField(targetField.map { "field \($0)" } ?? "none")
        return digest.finalizeHash128()
    }

    /// - Parameters:
    ///   - config: the task's entry of `configs`.
    ///   - results: the whole results file.
    init(_ config: JSONElement, results: JSONElement) {
        outputType = config["output_type"]?.string.flatMap(OutputType.init)
        targetDelimiter = config["target_delimiter"]?.string ?? " "
        // Since 0.4.9 at the latest, a chat template replaces the delimiter.
        if results["chat_template"] != nil, results["lm_eval_version"] != nil { targetDelimiter = "" }
        filters = config["filter_list"]?.elements.compactMap { $0["name"]?.string } ?? []
        hasOwnScoring = config["process_results"] != nil
        targetField = config["doc_to_target"]?.string
    }
}
