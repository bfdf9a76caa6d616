import LogariumCharts

/// Shapes, and what else compares lines: protocols, claims, forecasts.
enum ComparisonSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        Section(
            id: "comparisons", title: "Shapes, forecasts and comparisons",
            body: try shapes(source) + forecasts(source))
    }

    private static func shapes(_ source: ReportSource) throws -> String {
        let columns = [
            "task", "behavior", "series", "model", "train_step", "rlhf_step", "seed", "protocol", "metric",
            "m", "x_first", "x_last",
            "total_change", "low", "high", "direction", "shape", "shape_beyond_noise", "systematic",
            "noise_to_explain", "scope",
            "warning", "reason",
        ]
        let body = try source.perAxis(name: "shape-axis") { axis in
            let table = try source.book.table("trend", ["axis": axis.rawValue])
            guard !table.rows.isEmpty else { return "" }
            let counts = shapeCounts(table)
            return "<p>\(counts)</p>"
                + (try TableMarkup(table.selecting(columns)).folded(name: "trend-\(axis.rawValue)"))
        }
        return "<h3>Shapes</h3>\n" + body
    }

    /// "logodds: 12 increasing, 3 flat; p_match: …"
    private static func shapeCounts(_ table: ChartTable) -> String {
        let byMetric = Dictionary(grouping: table.records) { $0.text("metric") ?? "" }
        return byMetric.sorted { $0.key < $1.key }.map { metric, records in
            let shapes = Dictionary(grouping: records) { $0.text("shape") ?? "no shape" }.mapValues(\.count)
            let words = shapes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                "\($0.value) \($0.key)"
            }
            return MarkupText.escaped("\(metric): \(words.joined(separator: ", "))")
        }.joined(separator: "; ")
    }

    private static func forecasts(_ source: ReportSource) throws -> String {
        let body = try source.perAxis(name: "forecast-axis") { axis in
            let figures = try source.book.figuresIfAny(of: .forecast, given: ["axis": axis.rawValue])
            return try FigureMarkup.html(
                figures, limit: 6, command: "logarium plot forecast -p axis=\(axis.rawValue)",
                id: "forecast-\(axis.rawValue)")
        }
        return "<h3>Forecasts and back-tests, the greatest surprises first</h3>\n" + body
    }
}
