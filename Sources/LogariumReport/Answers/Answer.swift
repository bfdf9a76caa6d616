import LogariumCharts
import LogariumCore
import LogariumStatistics

/// What a behavior, or a task of none, does along one axis: of the largest model's line at its last step.
struct Answer {
    /// The behavior's or the task's name.
    let subject: String
    /// Whether the subject is a task that belongs to no behavior.
    let isLone: Bool
    let axis: TrendAxis
    let sign: AnswerSign
    /// How far the sign reaches: "law", "9 of 12 tests", "2 sizes".
    let scope: String
    /// Of the mean probability where there is one: "+.564".
    let change: String
    /// Which line it is.
    let place: String
    /// One sentence, or a few, without the subject.
    let sentence: String
    /// The magnitude of the change of the mean probability, to order by; 0 where nothing is claimed of it.
    let weight: Double

    /// For a grid: "↑ +.564 law".
    var cell: String { [sign.symbol, change, scope].filter { !$0.isEmpty }.joined(separator: " ") }
}

extension String {
    /// A label of the warehouse in words.
    var words: String { String(map { $0 == "_" ? " " : $0 }) }
}

/// Numbers and clauses that answers are made of.
enum AnswerText {
    /// A change with its sign, told from 0 by what is printed: "+.564 [.428, .701]", "under .0005 either way".
    static func change(_ row: ChartTable.Record, _ columns: (String, String, String), _ metric: Metric?)
        -> String
    {
        let format: NumberText = metric?.range == nil ? .short : .probability
        let numbers = [columns.0, columns.1, columns.2].map(row.number)
        guard let value = numbers[0] else { return "" }
        let least = format == .probability ? 0.0005 : 0
        if least > 0, numbers.allSatisfy({ $0.map { $0.magnitude < least } ?? true }) {
            return value == 0 ? "0" : "by under .0005"
        }
        return signed(value, format) + interval(numbers[1], numbers[2], format)
    }

    /// For a cell: the change of the mean probability, or where that is none to three decimals of what speaks, with its unit.
    static func cell(_ probability: ChartTable.Record?, _ main: ChartTable.Record, _ column: String) -> String
    {
        if let change = probability?.number(column), change.magnitude >= 0.0005 {
            return signed(change, .probability)
        }
        guard let change = main.number(column) else { return "" }
        let isBounded = metric(main)?.range != nil
        return change == 0
            ? ""
            : isBounded
                ? signed(change, .probability)
                : "\(signed(change, .rough)) \(metric(main)?.unit.rawValue ?? "")"
    }

    static func signed(_ value: Double, _ format: NumberText) -> String {
        let text = format.text(value)
        return value > 0 && text != "0" ? "+" + text : text
    }

    private static func interval(_ low: Double?, _ high: Double?, _ format: NumberText) -> String {
        guard let low, let high else { return "" }
        return " [\(format.text(low)), \(format.text(high))]"
    }

    static func metric(_ row: ChartTable.Record) -> Metric? { row.text("metric").flatMap(Metric.named) }

    /// Name of a metric for people, without its unit.
    static func name(_ row: ChartTable.Record) -> String {
        metric(row)?.shortLabel ?? row.text("metric") ?? "?"
    }

    /// The model and the coordinates that a line holds fixed.
    static func place(_ record: ChartTable.Record) -> String {
        [
            record.text("model") ?? record.text("series"), record.word("train_step").map { "step \($0)" },
            record.word("rlhf_step").flatMap { $0 == "0" ? nil : "RLHF step \($0)" },
            record.word("seed").flatMap { $0 == "0" ? nil : "seed \($0)" },
        ].compactMap { $0 }.map(MarkupText.isolated).joined(separator: ", ")
    }
}
