import LogariumCharts

/// Shapes, and what else compares lines: protocols, claims, forecasts.
enum ComparisonSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        Section(
            id: "comparisons", title: "Shapes, forecasts and comparisons",
            body: try shapes(source) + pairs(source) + protocols(source) + overclaiming(source)
                + smooth(source) + forecasts(source))
    }

    private static func shapes(_ source: ReportSource) throws -> String {
        let columns = [
            "task", "behavior", "series", "model", "train_step", "rlhf_step", "seed", "protocol", "metric",
            "m", "x_first", "x_last",
            "total_change", "low", "high", "direction", "shape", "shape_beyond_noise", "systematic",
            "noise_to_explain", "n_common", "clusters",
            "warning", "reason",
        ]
        let body = try source.perAxis(name: "shape-axis") { axis in
            // A text's own loss is left out where there are choices to compare: it has a chart of its own.
            let table = try source.book.table("trend", source.asking(axis)).filter { row in
                row.text("metric") != "nll_raw" || row["mean_choice_mass"].isNull
            }
            guard !table.rows.isEmpty else { return "" }
            let counts = shapeCounts(table)
            return "<p>\(counts)</p>"
                + (try TableMarkup(table.selecting(columns)).folded(name: "trend-\(axis.rawValue)"))
        }
        return body.isEmpty ? "" : "<h3>Shapes</h3>\n" + body
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

    /// The first state against the last of the lines that changed most, example by example.
    private static func pairs(_ source: ReportSource) throws -> String {
        let body = try source.perAxis(name: "pairs-axis") { axis in
            let given = try source.asking(axis)
            let lines = try source.book.table("trend", given).records
                .filter { $0.text("metric") == "logodds" && $0.number("total_change") != nil }
                .sorted { abs($0.number("total_change") ?? 0) > abs($1.number("total_change") ?? 0) }
                .prefix(3)
            let points = try source.book.table("trend_points", given).records
            let figures = try lines.flatMap { line in
                try StatePair(of: line, from: "x_first", to: "x_last", in: points).map {
                    try source.book.figuresIfAny(of: .pairs, given: $0.parameters)
                } ?? []
            }
            return try FigureMarkup.html(
                figures, room: .pair, limit: 3,
                command: "logarium plot pairs -p task=… -p from_model=… -p to_model=…",
                id: "pairs-\(axis.rawValue)")
        }
        return body.isEmpty ? "" : "<h3>First state against last, where it changed most</h3>\n" + body
    }

    /// Every task of a family against the family's first, on the items they share.
    private static func protocols(_ source: ReportSource) throws -> String {
        let tasks = try source.book.table("tasks").records.filter { !$0["family"].isNull }
        let families = Dictionary(grouping: tasks) { $0.text("family") ?? "" }.sorted { $0.key < $1.key }
        let pairs = families.flatMap { family in
            let names = family.value.compactMap { $0.text("task") }.sorted()
            return names.dropFirst().map { (names[0], $0) }
        }
        let figures = try pairs.flatMap { first, other in
            try source.book.figuresIfAny(
                of: .protocol, given: ["task": first, "other_task": other, "metric": "p_match"])
        }
        return try part(
            "The same items put another way", figures, limit: 8, id: "protocol",
            command: "logarium plot protocol -p task=… -p other_task=…", none: "No family has two tasks.")
    }

    private static func overclaiming(_ source: ReportSource) throws -> String {
        let figures = try source.book.figuresIfAny(of: .overclaiming)
        return try part(
            "Learning the truth, or claiming everything", figures, room: .pair, limit: 6, id: "overclaiming",
            command: "logarium plot overclaiming",
            none: "No task has a known truth: see `logarium tasks set --truth`.")
    }

    private static func smooth(_ source: ReportSource) throws -> String {
        let body = try source.perAxis(name: "smooth-axis") { axis in
            let figures = try source.book.figuresIfAny(of: .smooth, given: source.asking(axis))
            return try FigureMarkup.html(
                figures.reversed(), room: .pair, limit: 3,
                command: "logarium plot smooth -p axis=\(axis.rawValue)",
                id: "smooth-\(axis.rawValue)")
        }
        return body.isEmpty ? "" : "<h3>Smooth perplexity, jagged accuracy</h3>\n" + body
    }

    private static func part(
        _ title: String, _ figures: [Figure], room: FigureMarkup.Room = .narrow, limit: Int, id: String,
        command: String,
        none: String
    ) throws -> String {
        let body =
            figures.isEmpty
            ? "<p>\(MarkupText.escaped(none))</p>\n"
            : try FigureMarkup.html(figures, room: room, limit: limit, command: command, id: id)
        return "<h3>\(MarkupText.escaped(title))</h3>\n\(body)"
    }

    private static func forecasts(_ source: ReportSource) throws -> String {
        let body = try source.perAxis(name: "forecast-axis") { axis in
            let figures = try source.book.figuresIfAny(of: .forecast, given: source.asking(axis))
                .filter { $0.metric == "logodds" }
            return try FigureMarkup.html(
                figures, limit: 6, command: "logarium plot forecast -p axis=\(axis.rawValue)",
                id: "forecast-\(axis.rawValue)")
        }
        return body.isEmpty ? "" : "<h3>Forecasts and back-tests, the greatest surprises first</h3>\n" + body
    }
}

/// Two states of one line, as `movers` wants them named.
struct StatePair {
    let parameters: [String: String]

    /// - Parameters:
    ///   - line: a row of `trend` or `reversals`.
    ///   - from: the column of it that holds the first state's coordinate; to: the second state's.
    ///   - points: rows of `trend_points`.
    /// - Returns: nil where the line has no such coordinate.
    init?(of line: ChartTable.Record, from: String, to: String, in points: [ChartTable.Record]) {
        let own = points.filter { $0["line"] == line["line"] && $0["metric"] == line["metric"] }
        func state(_ column: String) -> ChartTable.Record? {
            line.number(column).flatMap { x in own.first { $0.number("x") == x } }
        }
        guard let first = state(from), let second = state(to), let task = line.text("task") else {
            return nil
        }
        var parameters = ["task": task]
        for (side, state) in [("from", first), ("to", second)] {
            for column in ["model", "train_step", "rlhf_step", "seed"] {
                if let value = state.word(column) { parameters["\(side)_\(column)"] = value }
            }
        }
        self.parameters = parameters
    }
}
