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
            let settings = run.differingSettings.prefix(5).joined(separator: ", ")
            return "conflict \(place): \(run.task) of \(run.ref) exists with other values "
                + "(\(Self.count(run.nDiffering, "example")), \(difference)); "
                + (settings.isEmpty
                    ? "their settings are the same" : "they were run with another \(settings)")
                + "; left out; keep both with --label NAME, or see --on-conflict"
        } + refused + summary.disagreeingRules + summary.misnamedFields
            + summary.overfull.map { place, run in
                "more than was evaluated \(place): \(run.nExamples) examples of \(run.task) by \(run.ref), "
                    + "\(run.nExpected ?? 0) by its results; was a file appended to, or the results overwritten?"
            }
    }

    /// Files of one fault as one line.
    private var refused: [String] {
        var faults: [String] = []
        let byFault = Dictionary(grouping: summary.unreadable) { "\($0.reason); \($0.remedy)" }
        for error in summary.unreadable where !faults.contains("\(error.reason); \(error.remedy)") {
            faults.append("\(error.reason); \(error.remedy)")
        }
        return faults.map { fault in
            let files = byFault[fault] ?? []
            guard let first = files.first, files.count > 1 else {
                return "refused \(files.first.map(String.init(describing:)) ?? fault)"
            }
            return "refused \(first.path) and \(files.count - 1) more: \(fault)"
        }
    }

    /// What the warehouse now holds more than before.
    private var taken: String {
        if summary.nRuns == 0, summary.nReported > 0 {
            return Self.count(summary.nReported, "reported metric")
        }
        var parts =
            summary.nResponses > 0 || summary.nScores == 0 ? [Self.count(summary.nResponses, "response")] : []
        if summary.nScores > 0 {
            let of = summary.nResponses > 0 ? "" : " of " + Self.count(summary.nScoredExamples, "example")
            parts.insert(Self.count(summary.nScores, "score") + of, at: 0)
        }
        return Self.count(summary.nRuns, "run") + ": \(parts.joined(separator: ", "))"
    }

    private static func count(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

    private var counts: [String] {
        var lines = summary.byFormat.map { count in
            let parts = [
                (count.nNew, "new"), (count.nIdentical, "identical"), (count.nConflicts, "with conflicts"),
                (count.nRefused, "refused"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            let rejected =
                count.nRejectedLines > 0 ? "; " + Self.count(count.nRejectedLines, "line") + " rejected" : ""
            let responses = count.nResponses > 0 ? "; " + Self.count(count.nResponses, "response") : ""
            let reported = count.nReported > 0 ? "; " + Self.count(count.nReported, "reported metric") : ""
            let scores = count.nScores > 0 ? "; " + Self.count(count.nScores, "score") : ""
            return
                "\(count.format): \(parts.joined(separator: ", "))\(responses)\(scores)\(reported)\(rejected)"
        }
        if !summary.passedOver.isEmpty {
            let kinds = summary.passedOver.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.value) \($0.key)" }
            lines.append("not recognised and passed over: \(kinds.joined(separator: ", "))")
        }
        if summary.nIdentitiesChanged > 0 {
            lines.append("identities changed by the rule files: \(summary.nIdentitiesChanged)")
        }
        lines += summary.idleRules
        lines += summary.repeated.map { place, run in
            "\(run.nRepeated) lines of \(place) say again what was said before, with equal values: kept once"
        }
        let verb = isDryRun ? "would ingest" : "ingested"
        lines.append("\(verb) \(taken) in \(ProgressDisplay.duration(summary.seconds))")
        return lines
    }
}
