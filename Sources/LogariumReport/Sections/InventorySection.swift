import LogariumCharts
import LogariumCore
import LogariumStore

/// What is in the warehouse, what is missing, and what `logarium check` finds.
enum InventorySection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let coverage = try source.book.table("coverage")
        guard !coverage.rows.isEmpty else {
            return Section(id: "inventory", title: "What is here", intro: ["The warehouse holds no runs."])
        }
        // Where nothing is missing there is nothing to see.
        let figures = isComplete(coverage) ? [] : try source.book.figuresIfAny(of: .coverage)
        let html = try figures.enumerated().map { place, figure in
            try FigureMarkup.html(
                [figure], room: .wide(width(figure)), command: "logarium plot coverage",
                id: "coverage-\(place)")
        }
        return Section(
            id: "inventory", title: "What is here", intro: [words(coverage), try exclusions(source)],
            body: try findings(source) + html.joined())
    }

    private static func words(_ coverage: ChartTable) -> String {
        let records = coverage.records
        let count = { (columns: [String]) in
            Set(records.map { record in columns.map { record.word($0) ?? "" }.joined(separator: "\u{1F}") })
                .count
        }
        if isComplete(coverage) {
            let tasks = count(["task"]) == count(["task", "protocol"]) ? "task" : "way of putting a task"
            return """
                Nothing is missing: \(count(["model", "train_step", "rlhf_step", "seed", "variant"]).of("checkpoint")) of \
                \(count(["model"]).of("model")) in \(count(["series"])) series, and \(count(["task", "protocol"]).of(tasks)), each asked of \
                each, with every example.
                """
        }
        let nEmpty = records.count { $0.number("n_runs") == 0 }
        let nPartial = records.reduce(0) { $0 + Int($1.number("n_partial") ?? 0) }
        return """
            \(count(["series"])) series, \(count(["model"])) models, \
            \(count(["model", "train_step", "rlhf_step", "seed", "variant"])) checkpoints, \(count(["task"])) tasks: \
            \(records.count - nEmpty) of \(records.count) cells have a run, \(nEmpty) are empty; \(nPartial) runs are partial.
            """
    }

    /// Whether every checkpoint has every task, with all of its examples.
    private static func isComplete(_ coverage: ChartTable) -> Bool {
        coverage.records.allSatisfy { record in
            record.number("n_runs") ?? 0 > 0 && record.number("n_partial") ?? 0 == 0
                && record.number("share_of_asked") ?? 1 == 1
        }
    }

    private static func exclusions(_ source: ReportSource) throws -> String {
        let metrics = try source.book.table("metrics").records
        let reasons = [
            ("n_missing_choice", "lack a choice's log-prob"), ("n_nan", "hold a NaN"),
            ("n_all_neg_inf", "have every choice at −∞"),
            ("n_positive_logprob", "have a log-prob above zero"),
            ("n_no_alternative", "have nothing to compare with"),
            ("n_invalid_match", "have no known matching choice"),
        ]
        let counts = reasons.map { column, words in
            (metrics.reduce(0) { $0 + Int($1.number(column) ?? 0) }, words)
        }
        let nUsed = metrics.reduce(0) { $0 + Int($1.number("n") ?? 0) }
        let excluded = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "\(nUsed) responses enter the two-sided metrics; "
            + (excluded.isEmpty ? "none was left out." : "left out: \(excluded.joined(separator: ", ")).")
    }

    /// What `logarium check` finds, the worst first.
    private static func findings(_ source: ReportSource) throws -> String {
        let findings = try source.findings
        guard !findings.isEmpty else { return "<h3>Check</h3><p>No findings.</p>\n" }
        let items = findings.map { finding in
            let scope = finding.affected.count.of(finding.unit.rawValue)
            return "<li><b>\(MarkupText.escaped(finding.severity.rawValue))</b>: "
                + MarkupText.escaped("\(finding.fault) (\(scope)). \(finding.consequence) \(finding.remedy)")
                + "</li>"
        }
        let table = TableMarkup(try ChartTable(findings.rows))
        return """
            <h3>Check: \(findings.count.of("finding"))</h3>
            <ul>\(items.prefix(12).joined(separator: "\n"))</ul>
            \(items.count > 12 ? "<p>\((items.count - 12).of("more finding")) in the table.</p>" : "")
            \(try table.folded(name: "check"))

            """
    }

    /// Room for a square a checkpoint.
    private static func width(_ figure: Figure) -> Double {
        guard case .category(let names)? = figure.panels.first?.x.scale else { return 720 }
        return max(360, min(2400, 200 + 17 * Double(names.count)))
    }
}
