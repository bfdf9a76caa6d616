import LogariumIngest

/// The closing words of an ingest: new, identical, conflicts, rejected, not recognised, by format.
struct SummaryText {
    private let summary: IngestSummary
    private let isDryRun: Bool

    init(_ summary: IngestSummary, isDryRun: Bool) {
        self.summary = summary
        self.isDryRun = isDryRun
    }

    /// - Parameter quietly: only what needs attention.
    func write(quietly: Bool) {
        findings.forEach(Hint.print)
        if !quietly { counts.forEach(Hint.print) }
    }

    private var findings: [String] {
        summary.conflicts.map { place, run in
            let difference = run.maxDifference.map { "largest difference \($0)" } ?? "other examples"
            return "conflict \(place): \(run.task) of \(run.ref) exists with other values "
                + "(\(run.nDiffering) examples, \(difference)); left out; see --on-conflict"
        } + summary.unreadable.map { "refused \($0)" } + summary.disagreeingRules
    }

    private var counts: [String] {
        var lines = summary.byFormat.map { count in
            let parts = [
                (count.nNew, "new"), (count.nIdentical, "identical"), (count.nConflicts, "with conflicts"),
                (count.nRefused, "refused"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            let rejected = count.nRejectedLines > 0 ? "; \(count.nRejectedLines) lines rejected" : ""
            let responses = count.nResponses > 0 ? "; \(count.nResponses) responses" : ""
            let reported = count.nReported > 0 ? "; \(count.nReported) reported metrics" : ""
            return "\(count.format): \(parts.joined(separator: ", "))\(responses)\(reported)\(rejected)"
        }
        if !summary.passedOver.isEmpty {
            let kinds = summary.passedOver.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.value) \($0.key)" }
            lines.append("not recognised and passed over: \(kinds.joined(separator: ", "))")
        }
        if summary.nIdentitiesChanged > 0 {
            lines.append("identities changed by the rule files: \(summary.nIdentitiesChanged)")
        }
        let verb = isDryRun ? "would ingest" : "ingested"
        let isReportedOnly = summary.nResponses == 0 && summary.nReported > 0
        let what =
            isReportedOnly ? "\(summary.nReported) reported metrics" : "\(summary.nResponses) responses"
        lines.append("\(verb) \(what) in \(ProgressDisplay.duration(summary.seconds))")
        return lines
    }
}
