import LogariumCharts
import LogariumCore
import LogariumStore

/// What every checkpoint shows by itself: the metrics of every run, and what was reported without examples.
enum MetricsSection: ReportSection {
    /// Rows that stand open: as many as a person reads.
    private static let limit = 60

    static func section(_ source: ReportSource) throws -> Section {
        let metrics = try source.book.table("metrics")
        var body = ""
        if !metrics.rows.isEmpty {
            let columns = try QueryCatalog.query("metrics").defaultColumns
            body += try table(metrics.selecting(columns), name: "metrics")
        }
        body += try reported(source)
        return Section(
            id: "metrics", title: "Every checkpoint by itself",
            intro: [
                metrics.rows.isEmpty
                    ? "No run here has log-probs: nothing can be recomputed, and no metric of its own is shown."
                    : "Mean probability and share of items with 95 % intervals over questions like these, run by run."
            ],
            body: body)
    }

    /// Values without examples that lie on a line.
    private static func reported(_ source: ReportSource) throws -> String {
        let columns = try QueryCatalog.query("trend_reported").defaultColumns
        var parts = ""
        for axis in source.ownAxes {
            let lines = try source.book.table("trend_reported", ["axis": axis.rawValue])
            guard !lines.rows.isEmpty else { continue }
            parts += "<h4>Along \(axis.title)</h4>\n"
            parts += try table(lines.selecting(columns), name: "reported-\(axis.rawValue)")
        }
        guard !parts.isEmpty else { return "" }
        return """
            <h3>Reported without examples</h3>
            <p>Taken as they were reported: what one value is uncertain by is the reporter's word, and only the states themselves \
            can be a sample.</p>
            \(parts)
            """
    }

    private static func table(_ table: ChartTable, name: String) throws -> String {
        let (lifted, words) = table.withoutConstants
        let markup = TableMarkup(lifted, limit: limit)
        return (words.isEmpty ? "" : "<p class=\"muted\">\(MarkupText.escaped(words))</p>\n") + markup.html()
            + "\n<div class=\"beside\">\(try TableMarkup(table).download(name: name))</div>\n"
    }
}

extension ChartTable {
    /// The table without the columns that say the same in every row, and these in words.
    fileprivate var withoutConstants: (table: ChartTable, words: String) {
        guard rows.count > 1 else { return (self, "") }
        var (kept, constants, empty): ([String], [String], [String]) = ([], [], [])
        for name in columnNames {
            let values = Set(records.map { $0.word(name) ?? "" })
            if values.count > 1 {
                kept.append(name)
            } else if let value = values.first, !value.isEmpty {
                constants.append("\(name) \(value)")
            } else {
                empty.append(name)
            }
        }
        guard !kept.isEmpty else { return (self, "") }
        let all = constants.isEmpty ? nil : "In every row: " + constants.joined(separator: ", ") + "."
        let none = empty.isEmpty ? nil : "No value: " + empty.joined(separator: ", ") + "."
        return (selecting(kept), [all, none].compactMap { $0 }.joined(separator: " "))
    }
}
