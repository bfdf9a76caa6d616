import LogariumCharts

/// One card per line that turns, red flags first, with the examples that moved most after the turn.
enum ReversalSection: ReportSection {
    private static let limit = 8

    static func section(_ source: ReportSource) throws -> Section {
        let body = try source.perAxis(name: "reversal-axis") { axis in
            let given = try source.asking(axis)
            let figures = try source.book.figuresIfAny(of: .reversal, given: given).filter {
                $0.metric == "logodds"
            }
            let cards = try FigureMarkup.html(
                figures, limit: limit, command: "logarium plot reversal -p axis=\(axis.rawValue)",
                id: "reversal-\(axis.rawValue)")
            return figures.isEmpty ? "" : cards + (try movers(source, given))
        }
        return Section(
            id: "reversals", title: "Lines that turn",
            intro: [
                "The turn is certain of these checkpoints and questions like these; whether it is more than checkpoint noise, the card says."
            ],
            body: body)
    }

    /// The ten examples that moved most between the turning and the last state of each card.
    private static func movers(_ source: ReportSource, _ given: [String: String]) throws -> String {
        let reversals = try source.book.table("reversals", given).records
            .filter { $0.text("metric") == "logodds" }.prefix(limit)
        let points = try source.book.table("trend_points", given).records
        let tables = try reversals.compactMap { reversal -> String? in
            guard let asked = StatePair(of: reversal, from: "x_turning", to: "x_last", in: points)?.parameters
            else { return nil }
            let moved = try source.book.table("movers", asked.merging(["top": "10"]) { first, _ in first })
            let shown = moved.selecting([
                "example", "from_logodds", "to_logodds", "change", "from_p", "to_p", "prompt",
            ])
            let name = reversal.text("task") ?? "?"
            return """
                <details><summary>\(MarkupText.escaped("\(MarkupText.isolated(name)): the ten examples that moved most after the turn"))</summary>
                \(TableMarkup(shown).html())</details>

                """
        }
        return tables.joined()
    }
}
