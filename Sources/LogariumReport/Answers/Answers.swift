import LogariumCharts
import LogariumCore
import LogariumStatistics

/// What every behavior and every task of none does along each axis: one answer for each, of the largest model's line.
struct BehaviorAnswers {
    let axes: [TrendAxis]
    /// By subject, in the order of the names; behaviors before lone tasks.
    let subjects: [String]
    private var bySubject: [String: [TrendAxis: Answer]] = [:]

    /// - Throws: `ReadError`.
    init(_ book: AnswerBook, axes: [TrendAxis]) throws {
        let sizes = try Self.sizes(book)
        var answers: [Answer] = []
        for axis in axes {
            let last = axis == .nParams ? ["at": "final"] : [:]
            let asked = try book.asking(axis).merging(last) { first, _ in first }
            let own = try AxisAnswers(
                axis, single: book.table("trend", asked), pooled: book.table("behavior_trend", asked),
                reported: book.table("trend_reported", ["axis": axis.rawValue]), sizes: sizes)
            answers += own.all
        }
        for answer in answers { bySubject[answer.subject, default: [:]][answer.axis] = answer }
        let lone = Set(answers.filter(\.isLone).map(\.subject))
        subjects = bySubject.keys.sorted { (lone.contains($0) ? 1 : 0, $0) < (lone.contains($1) ? 1 : 0, $1) }
        self.axes = axes.filter { axis in answers.contains { $0.axis == axis } }
    }

    subscript(subject: String, axis: TrendAxis) -> Answer? { bySubject[subject]?[axis] }

    func answers(of subject: String) -> [Answer] { axes.compactMap { self[subject, $0] } }

    private static func sizes(_ book: AnswerBook) throws -> [String: Double] {
        Dictionary(
            try book.table("coverage").records.compactMap { record in
                record.text("model").flatMap { model in record.number("n_params").map { (model, $0) } }
            }, uniquingKeysWith: { first, _ in first })
    }
}

/// The answers along one axis.
private struct AxisAnswers {
    let all: [Answer]

    init(
        _ axis: TrendAxis, single: ChartTable, pooled: ChartTable, reported: ChartTable,
        sizes: [String: Double]
    ) {
        let main = MainLine(sizes: sizes)
        let tests = Dictionary(grouping: single.records) { $0.text("task") ?? "" }
        var all: [Answer] = []
        var told: Set<String> = []
        for (behavior, rows) in Dictionary(grouping: pooled.records, by: { $0.text("behavior") }) {
            guard let behavior, let own = TestsAnswer(main.rows(of: rows), along: axis) else { continue }
            let tasks = single.records.filter { $0.text("behavior") == behavior }
            told.formUnion(tasks.compactMap { $0.text("task") })
            // One test may be several tasks of a family, which ask the same items: the first by name stands for them.
            let first = tasks.compactMap { $0.text("task") }.min()
            if !own.hasSeveralTests,
                let test = TaskAnswer(main.rows(of: tasks.filter { $0.text("task") == first }), along: axis)
            {
                all.append(test.answer(for: behavior, isLone: false, nOthers: main.others(of: tasks)))
            } else {
                all.append(own.answer(for: behavior, nOthers: main.others(of: rows)))
            }
        }
        for (task, rows) in tests where !told.contains(task) {
            guard let test = TaskAnswer(main.rows(of: rows), along: axis) else { continue }
            let behavior = rows.first?.text("behavior")
            all.append(
                test.answer(for: behavior ?? task, isLone: behavior == nil, nOthers: main.others(of: rows)))
        }
        for (task, rows) in Dictionary(grouping: reported.records, by: { $0.text("task") ?? "" })
        where tests[task] == nil {
            let row = main.rows(of: rows)[0]
            all.append(ReportedAnswer(row, along: axis).answer(for: task, nOthers: rows.count - 1))
        }
        self.all = all
    }
}

/// Of several lines the one that is told: of the largest model, at its last step, of the first seed.
private struct MainLine {
    let sizes: [String: Double]

    /// Its rows, a metric each.
    func rows(of all: [ChartTable.Record]) -> [ChartTable.Record] {
        guard let main = all.max(by: { rank($0).lexicographicallyPrecedes(rank($1)) }) else { return [] }
        return all.filter { key($0) == key(main) }
    }

    func others(of all: [ChartTable.Record]) -> Int { Set(all.map(key)).count - 1 }

    private func key(_ record: ChartTable.Record) -> [String] {
        ["task", "series", "model", "train_step", "rlhf_step", "seed", "variant", "protocol"].map {
            record.word($0) ?? ""
        }
    }

    /// A line that says something before one that is refused.
    private func rank(_ record: ChartTable.Record) -> [Double] {
        [
            record["reason"].isNull ? 1 : 0,
            record.text("model").flatMap { sizes[$0] } ?? 0, record.number("m") ?? 0,
            record.number("train_step") ?? 0, record.number("rlhf_step") ?? 0,
            -(record.number("seed") ?? 0),
        ]
    }
}

/// A row of `trend_reported`: no examples, so the law of its states is all that can be said.
private struct ReportedAnswer {
    private let row: ChartTable.Record
    private let axis: TrendAxis

    init(_ row: ChartTable.Record, along axis: TrendAxis) { (self.row, self.axis) = (row, axis) }

    func answer(for task: String, nOthers: Int) -> Answer {
        let sign = AnswerSign(ofReported: row)
        let metric = row.text("metric") ?? "the reported value"
        let states = Int(row.number("m") ?? 0)
        let words =
            switch sign {
            case .refused: "Nothing is claimed: \(row.text("reason")?.words ?? "unknown")."
            case .rises, .falls:
                "Reported \(metric) \(sign.meaning) by law over \(states) states (\(NumberText.p(row.number("law_p"))))."
            default:
                "Reported \(metric) goes from \(NumberText.short.text(row.number("value_first"))) to "
                    + "\(NumberText.short.text(row.number("value_last"))): "
                    + (states < 4
                        ? "\(states.of("state")) and no examples are too few to judge it by."
                        : "no law is shown (\(NumberText.p(row.number("law_p")))).")
            }
        let warning = row.text("warning").map { " Warning: \($0)." } ?? ""
        return Answer(
            subject: task, isLone: true, axis: axis, sign: sign,
            scope: sign == .refused ? row.text("reason")?.words ?? "" : "reported",
            change: sign == .refused
                ? "" : row.number("total_change").map { AnswerText.signed($0, .short) } ?? "",
            place: AnswerText.place(row),
            sentence: words + warning + (nOthers > 0 ? " \(nOthers.of("more line"))." : ""),
            weight: 0)
    }
}
