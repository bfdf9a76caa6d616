/// What lm-evaluation-harness wrote before 0.4.0, told by its shape.
enum LMEvalUnread {
    private static let again = "evaluate again with lm-evaluation-harness 0.4.0 or later and --log_samples"

    /// `results/*.json` of 0.3.
    static let results = UnreadFormat(
        name: "a results file of lm-evaluation-harness 0.3",
        lacking: "it has means only, without the examples, their number and how they were put",
        remedy: "give its values as a table with the columns model, revision, task, metric and value to "
            + "`logarium ingest --aggregates`, or \(again)")
    /// `*_write_out_info.json` of 0.3.
    static let writeOut = UnreadFormat(
        name: "a --write_out file of lm-evaluation-harness 0.3",
        lacking: "it does not say which model answered, nor the texts of the choices",
        remedy: again)
    /// Samples of 0.4 while it was developed: `arguments` holds one request of several.
    static let samples = UnreadFormat(
        name: "a samples file of a development version of lm-evaluation-harness 0.4 (2023)",
        lacking: "a line has the log-probs of every choice, but the request of one only",
        remedy: again)

    /// - Returns: nil where it is nothing of these.
    static func format(of candidate: Candidate) -> UnreadFormat? {
        candidate.firstRecord { record in
            guard record["doc_id"] != nil else { return nil }
            guard let responses = record["resps"] else { return record["prompt_0"] == nil ? nil : writeOut }
            let isOneRequest = record["arguments"]?.kind == .array && record["arguments"]?[0]?.kind == .string
            return isOneRequest && responses.count > 1 ? samples : nil
        }
    }

    static func isResults(_ root: JSONElement) -> Bool {
        guard let results = root["results"], results.kind == .object, root["configs"] == nil,
            root["versions"]?.kind == .object, root["config"]?.kind == .object
        else { return false }
        return results.fields.contains { $0.value.kind == .object }
    }
}
