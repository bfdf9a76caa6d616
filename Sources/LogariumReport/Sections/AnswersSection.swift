import LogariumCharts

/// The answer in words: reversals first, then every behavior with counts, bound and scope.
enum AnswersSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let flags = try source.axes.flatMap { try redFlags($0, source) }
        let answers = try source.axes.map { try behaviors($0, source) }.joined()
        let tasks = try source.axes.map { try loneTasks($0, source) }.joined()
        return Section(
            id: "answers", title: "The answer in words",
            intro: [
                "Measured means: of these checkpoints, on questions like these. Systematic means: of the law behind them, with the checkpoints as the sample."
            ],
            body: list("Red flags", flags) + answers + tasks)
    }

    private static func list(_ title: String, _ items: [String]) -> String {
        let body =
            items.isEmpty
            ? "<p>None.</p>" : "<ul>\(items.map { "<li>\($0)</li>" }.joined(separator: "\n"))</ul>"
        return "<h3>\(MarkupText.escaped(title))</h3>\n\(body)\n"
    }

    private static func redFlags(_ axis: TrendAxis, _ source: ReportSource) throws -> [String] {
        try source.book.table("reversals", ["axis": axis.rawValue, "metric": "logodds"]).records
            .filter { $0.isTrue("red_flag") }
            .map { record in
                let times = record.number("times_sigma").map {
                    ", \(NumberText.short.text($0)) times the checkpoint noise that is known"
                }
                return "<span class=\"warning\">⚠</span> "
                    + MarkupText.escaped(
                        """
                        \(name(record, "task")), \(place(record)): the log-odds rose until \(axis.title) \
                        \(NumberText.count.text(record.number("x_turning"))), then fell; it would take checkpoint noise of SD \
                        \(NumberText.short.text(record.number("noise_to_explain")))\(times ?? "").
                        """)
            }
    }

    // MARK: Behaviors

    private static func behaviors(_ axis: TrendAxis, _ source: ReportSource) throws -> String {
        let rows = try source.book.table("behavior_trend", parameters(axis)).records
            .filter { !$0["behavior"].isNull }
        let groups = Dictionary(grouping: rows) { $0.text("behavior") ?? "" }
        let items = try groups.sorted { $0.key < $1.key }.compactMap { try words($0.value, axis, source) }
        return items.isEmpty ? "" : list("Behaviors along \(axis.title)", items)
    }

    private static func parameters(_ axis: TrendAxis) -> [String: String] {
        ["axis": axis.rawValue, "metric": "logodds,p_match,credit"].merging(
            axis == .nParams ? ["at": "final"] : [:]
        ) { $1 }
    }

    /// One behavior: its largest model at its last step and first seed, and how many more lines there are.
    private static func words(
        _ rows: [ChartTable.Record], _ axis: TrendAxis, _ source: ReportSource
    ) throws -> String? {
        let ordered = rows.sorted { rank($0).lexicographicallyPrecedes(rank($1)) }
        guard let main = ordered.last else { return nil }
        let same = rows.filter { line($0) == line(main) }
        let of = { (metric: String) in same.first { $0.text("metric") == metric } }
        guard let odds = of("logodds") else { return nil }
        if odds.number("n_tests") == 1 {
            let tasks = try source.book.table("trend", parameters(axis)).records
                .filter { $0["behavior"] == main["behavior"] }
            return taskWords(tasks, about: "behavior")
        }
        let nOthers = Set(rows.map(line)).count - 1
        let parts = [
            ": " + [counts(odds), bound(odds)].filter { !$0.isEmpty }.joined(separator: " "),
            change("mean probability", of("p_match")),
            change("fraction exceeding", of("credit")), shape(odds),
            odds.text("warning").map { "warning: \($0)" },
            nOthers > 0 ? "\(nOthers.of("more line")) in the table of shapes" : nil,
        ]
        return lead(main, "behavior")
            + MarkupText.escaped(parts.compactMap { $0 }.joined(separator: "; ") + ".")
    }

    /// The name, in bold, and the line.
    private static func lead(_ record: ChartTable.Record, _ column: String) -> String {
        "<b>\(MarkupText.escaped(name(record, column)))</b>, " + MarkupText.escaped(place(record))
    }

    private static func counts(_ row: ChartTable.Record) -> String {
        if let reason = row.text("reason") { return "nothing is claimed (\(reason.words))" }
        let count = { (column: String) in Int(row.number(column) ?? 0) }
        let n = count("n_tests")
        return
            "measured: the log-odds rise in \(count("n_rising")) of \(n) tests and fall in \(count("n_falling"))"
            + ", beyond the band of ±\(NumberText.short.text(row.number("band"))) in \(count("n_rising_beyond")) and "
            + "\(count("n_falling_beyond"))"
    }

    private static func bound(_ row: ChartTable.Record) -> String {
        guard let rising = row.number("share_rising_upper"), let falling = row.number("share_falling_upper")
        else { return "" }
        return
            "(95 % bounds: at most \(percent(rising)) of such tests rise, at most \(percent(falling)) fall)"
    }

    private static func change(_ metric: String, _ row: ChartTable.Record?) -> String? {
        guard let row, let change = row.number("mean_change") else { return nil }
        return
            "mean change of \(metric) \(NumberText.probability.text(change, row.number("mean_low"), row.number("mean_high")))"
    }

    private static func shape(_ row: ChartTable.Record) -> String? {
        row.text("mean_shape").map { shape in
            let law = row.number("mean_law_p").map { p in
                ", \(p < 0.05 ? "systematic" : "not systematic") (\(NumberText.p(p)))"
            }
            return "the mean line is \(shape.words)\(law ?? "")"
        }
    }

    // MARK: Tasks without a behavior

    private static func loneTasks(_ axis: TrendAxis, _ source: ReportSource) throws -> String {
        let rows = try source.book.table("trend", parameters(axis)).records.filter { $0["behavior"].isNull }
        guard !rows.isEmpty else { return "" }
        let groups = Dictionary(grouping: rows) { $0.text("task") ?? "" }.sorted { $0.key < $1.key }
        let items = groups.prefix(40).compactMap { taskWords($0.value, about: "task") }
        let rest = groups.count > 40 ? ["\(groups.count - 40) more tasks: see the table of shapes."] : []
        return list("Tasks without a behavior, along \(axis.title)", items + rest)
    }

    /// One task: of its main line every metric's direction, shape and law.
    private static func taskWords(_ rows: [ChartTable.Record], about column: String) -> String? {
        guard let main = rows.max(by: { rank($0).lexicographicallyPrecedes(rank($1)) }) else { return nil }
        let words = rows.filter { line($0) == line(main) }.map { row in
            let metric = row.text("metric") ?? "?"
            guard let direction = row.text("direction") else {
                return "\(metric): nothing is claimed (\(row.text("reason")?.words ?? "no stderr"))"
            }
            return
                "\(metric) \(direction.words), shape \(row.text("shape")?.words ?? "undefined"), \(row.text("systematic")?.words ?? "too few states for a law")"
        }
        return lead(main, column) + MarkupText.escaped(": \(words.joined(separator: "; ")).")
    }

    // MARK: Words

    private static func name(_ record: ChartTable.Record, _ column: String) -> String {
        MarkupText.isolated(record.text(column) ?? "?")
    }

    private static func place(_ record: ChartTable.Record) -> String {
        let parts = [
            record.text("model") ?? record.text("series"), record.word("train_step").map { "step \($0)" },
            record.word("rlhf_step").map { "RLHF step \($0)" }, record.word("seed").map { "seed \($0)" },
        ]
        return parts.compactMap { $0 }.map(MarkupText.isolated).joined(separator: ", ")
    }

    private static func line(_ record: ChartTable.Record) -> [String] {
        ["series", "model", "train_step", "rlhf_step", "seed", "variant"].map { record.word($0) ?? "" }
    }

    /// Later is more telling: more states, later steps, and of equal ones the first seed.
    private static func rank(_ record: ChartTable.Record) -> [Double] {
        [
            record.number("m") ?? 0, record.number("train_step") ?? 0, record.number("rlhf_step") ?? 0,
            -(record.number("seed") ?? 0),
        ]
    }

    private static func percent(_ share: Double) -> String {
        NumberText.short.text((share * 1000).rounded() / 10) + " %"
    }
}

extension String {
    /// A label of the warehouse in words.
    var words: String { String(map { $0 == "_" ? " " : $0 }) }
}
