import LogariumCharts

/// Every test on every checkpoint.
enum HeatmapSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let body = try source.perAxis(name: "heatmap-axis") { axis in
            let figures = try source.book.figuresIfAny(of: .heatmap, given: source.asking(axis))
            let parts = try figures.reversed().prefix(limit).enumerated().map { place, figure in
                try FigureMarkup.html(
                    [figure], room: .wide(width(figure)), command: "", id: "heatmap-\(axis.rawValue)-\(place)"
                )
            }
            let rest = figures.count - parts.count
            let note =
                rest > 0
                ? "<p>\(rest) more models or steps: <code>logarium plot heatmap -p axis=\(axis.rawValue)</code></p>"
                : ""
            return parts.joined() + note
        }
        return Section(
            id: "heatmap", title: "Test by test",
            intro: [
                "Change of the mean log-odds since the first checkpoint; beside it the change fitted over the whole axis."
            ],
            body: body)
    }

    private static let limit = 2

    private static func width(_ figure: Figure) -> Double {
        guard case .category(let names)? = figure.panels.first?.x.scale else { return 720 }
        return max(720, min(1800, 420 + 30 * Double(names.count)))
    }
}
