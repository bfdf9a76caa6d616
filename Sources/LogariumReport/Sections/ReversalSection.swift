import LogariumCharts

/// One card per line that turns, red flags first, with the examples that moved most after the turn.
enum ReversalSection: ReportSection {
    private static let limit = 8

    static func section(_ source: ReportSource) throws -> Section {
        let body = try source.perAxis(name: "reversal-axis") { axis in
            let given = ["axis": axis.rawValue, "metric": "logodds"]
            let figures = try source.book.figuresIfAny(of: .reversal, given: given)
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
        let reversals = try source.book.table("reversals", given).records.prefix(limit)
        let points = try source.book.table("trend_points", given).records
        let tables = try reversals.compactMap { reversal -> String? in
            guard let (from, to) = runs(of: reversal, points) else { return nil }
            let moved = try source.book.table("movers", ["from_run": from, "to_run": to, "top": "10"])
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

    /// The runs of the turning and of the last state; nil where it turns both ways.
    private static func runs(of reversal: ChartTable.Record, _ points: [ChartTable.Record]) -> (
        String, String
    )? {
        let keys =
            ["task", "series", "seed", "protocol", "metric"] + (reversal["model"].isNull ? [] : ["model"])
        let own = points.filter { point in keys.allSatisfy { point[$0] == reversal[$0] } }
        let at = { (column: String) in
            reversal.number(column).flatMap { x in own.first { $0.number("x") == x }?.word("run_id") }
        }
        guard let from = at("x_turning"), let to = at("x_last") else { return nil }
        return (from, to)
    }
}
