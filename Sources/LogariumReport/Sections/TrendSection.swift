import LogariumCharts

/// Behaviors along an axis (Perez et al. 2022).
enum TrendSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let body = try source.perAxis(name: "trend-axis") { axis in
            let figures = try source.book.figuresIfAny(of: .trend, given: parameters(axis))
            return try FigureMarkup.html(
                figures, command: "logarium plot trend -p axis=\(axis.rawValue) -p metric=credit -p task=…",
                id: "trend-\(axis.rawValue)")
        }
        return Section(
            id: "trend", title: "Behaviors along the axis",
            intro: [
                """
                The share of items where the matching answer wins. Every checkpoint is a dot; nothing is smoothed; where a \
                value is missing the line is broken. A behavior is the mean of its tests.
                """
            ], body: body)
    }

    private static func parameters(_ axis: TrendAxis) -> [String: String] {
        ["axis": axis.rawValue, "metric": "credit"]
    }
}
