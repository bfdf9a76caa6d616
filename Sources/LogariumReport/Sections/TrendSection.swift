import LogariumCharts

/// Behaviors along an axis (Perez et al. 2022).
enum TrendSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let body = try source.perAxis(name: "trend-axis", axes: source.axes) { axis in
            let told = ["credit", "nll_raw"] + (try source.book.primaryScores)
            let drawn = try source.book.figuresIfAny(of: .trend, given: source.asking(axis))
                .filter { !$0.isEmpty && told.contains($0.metric ?? "") }
            // The text's own loss stands in only where there is nothing to choose between.
            let titles = Set(drawn.filter { $0.metric == "credit" }.map(\.title))
            let figures = drawn.filter { $0.metric == "credit" || !titles.contains($0.title) }
            return try FigureMarkup.html(
                figures.byChange,
                command: "logarium plot trend -p axis=\(axis.rawValue) -p metric=credit -p task=…",
                id: "trend-\(axis.rawValue)")
        }
        return Section(
            id: "trend", title: "Behaviors along the axis",
            intro: [
                """
                The share of items where the matching answer wins; for texts without choices, −ln p. Every checkpoint is \
                a dot; nothing is smoothed; where a value is missing the line is broken. A behavior is the mean of its tests.
                """
            ], body: body)
    }
}
