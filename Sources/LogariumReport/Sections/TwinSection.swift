import LogariumCharts

/// Mean probability beside fraction exceeding, the tasks where they disagree first.
enum TwinSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let body = try source.perAxis(name: "twin-axis") { axis in
            let figures = try source.book.figuresIfAny(of: .twin, given: source.asking(axis))
            return try FigureMarkup.html(
                figures.filter(\.isWarned).byChange + figures.filter { !$0.isWarned }.byChange, room: .pair,
                limit: 8,
                command: "logarium plot twin -p axis=\(axis.rawValue) -p task=…",
                id: "twin-\(axis.rawValue)")
        }
        return Section(
            id: "twin", title: "Mean probability and fraction exceeding",
            intro: [
                "Two summaries of the same log-probs. Where they tell different stories, say which one you mean."
            ],
            body: body)
    }
}

extension Figure {
    /// Whether some panel has a warning beside its title.
    fileprivate var isWarned: Bool { panels.contains { $0.badge != nil } }
}
