import LogariumCharts
import LogariumCore

/// The answer in words: red flags first, then every behavior with counts, bound and scope.
enum AnswersSection: ReportSection {
    /// Tasks without a behavior that are spelt out.
    private static let limit = 40

    static func section(_ source: ReportSource) throws -> Section {
        let flags = try source.ownAxes.flatMap { try redFlags($0, source) }
        let answers = try source.perAxis(name: "answers-axis") { axis in
            let lines = try AnswerLines(axis, source)
            return list(lines.behaviors) + tasks(lines)
        }
        return Section(
            id: "answers", title: "The answer in words",
            intro: [
                """
                Measured means: of these checkpoints, on questions like these. Systematic means: of the law behind them, \
                with the checkpoints as the sample. Of several lines the largest model's at its last step is told.
                """
            ],
            body: "<h3>Red flags</h3>\n" + (flags.isEmpty ? "<p>None.</p>" : list(flags))
                + "<h3>Behaviors</h3>\n" + answers)
    }

    private static func list(_ items: [String]) -> String {
        items.isEmpty ? "" : "<ul>\(items.map { "<li>\($0)</li>" }.joined(separator: "\n"))</ul>\n"
    }

    private static func tasks(_ lines: AnswerLines) -> String {
        let tasks = lines.loneTasks
        guard !tasks.isEmpty else { return "" }
        let rest = tasks.count - limit
        let note = rest > 0 ? "<p>\(rest.of("more task")): see the table of shapes.</p>" : ""
        return "<h3>Tasks of no named behavior</h3>\n" + list(Array(tasks.prefix(limit))) + note
    }

    /// Log-odds that turned once, by more than known checkpoint noise explains.
    private static func redFlags(_ axis: TrendAxis, _ source: ReportSource) throws -> [String] {
        try source.book.table("reversals", source.asking(axis)).records
            .filter { $0.isTrue("alarm") && $0.text("metric") == "logodds" }
            .map { record in
                let turn =
                    record.text("shape") == "u_shaped"
                    ? (before: "fell", after: "rose") : (before: "rose", after: "fell")
                let times = record.number("times_sigma").map {
                    ", \(NumberText.short.text($0)) times the checkpoint noise that is known"
                }
                return "<span class=\"warning\">⚠</span> " + AnswerWords.lead(record, "task")
                    + MarkupText.escaped(
                        """
                        : the log-odds \(turn.before) until \(axis.title) \(NumberText.count.text(record.number("x_turning"))), then \(turn.after); \
                        to be chance, checkpoints would have to scatter by an SD of \
                        \(NumberText.short.text(record.number("noise_to_explain")))\(times ?? "").
                        """)
            }
    }
}

/// The main line of every behavior and task along one axis, in words.
struct AnswerLines {
    private let pooled: [ChartTable.Record]
    private let single: [ChartTable.Record]
    private let sizes: [String: Double]

    init(_ axis: TrendAxis, _ source: ReportSource) throws {
        let last = axis == .nParams ? ["at": "final"] : [:]
        let asked = source.asking(axis).merging(last) { first, _ in first }
        pooled = try source.book.table("behavior_trend", asked).records.filter { !$0["behavior"].isNull }
        single = try source.book.table("trend", asked).records
        sizes = Dictionary(
            try source.book.table("coverage").records.compactMap { record in
                record.text("model").flatMap { model in record.number("n_params").map { (model, $0) } }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A behavior of several tests by its counts and their bound, of one test by that test's trend.
    var behaviors: [String] {
        Dictionary(grouping: pooled) { $0.text("behavior") ?? "" }.sorted { $0.key < $1.key }.flatMap {
            behavior, rows in
            let main = mainLine(rows)
            guard let odds = main.first(where: { $0.text("metric") == "logodds" }) ?? main.first else {
                return [String]()
            }
            guard odds.number("n_tests") == 1 || odds.number("n_tests") == 0 else {
                return [AnswerWords.behavior(main, odds, nOthers: others(rows))]
            }
            return tasks(single.filter { $0.text("behavior") == behavior })
        }
    }

    var loneTasks: [String] { tasks(single.filter { $0["behavior"].isNull }) }

    private func tasks(_ rows: [ChartTable.Record]) -> [String] {
        Dictionary(grouping: rows) { $0.text("task") ?? "" }.sorted { $0.key < $1.key }
            .map { AnswerWords.task(mainLine($0.value), nOthers: others($0.value)) }
    }

    private static func key(_ record: ChartTable.Record) -> [String] {
        ["series", "model", "train_step", "rlhf_step", "seed", "variant"].map { record.word($0) ?? "" }
    }

    /// The rows, a metric each, of the largest model at its last step and first seed.
    private func mainLine(_ rows: [ChartTable.Record]) -> [ChartTable.Record] {
        guard let main = rows.max(by: { rank($0).lexicographicallyPrecedes(rank($1)) }) else { return [] }
        return rows.filter { Self.key($0) == Self.key(main) }
    }

    private func rank(_ record: ChartTable.Record) -> [Double] {
        [
            record.text("model").flatMap { sizes[$0] } ?? 0, record.number("m") ?? 0,
            record.number("train_step") ?? 0,
            record.number("rlhf_step") ?? 0, -(record.number("seed") ?? 0),
        ]
    }

    private func others(_ rows: [ChartTable.Record]) -> Int { Set(rows.map(Self.key)).count - 1 }
}
