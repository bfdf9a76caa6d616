import LogariumCharts
import LogariumCore

/// A line whose log-odds turned once, by more than known checkpoint noise explains.
struct RedFlag {
    let task: String
    let axis: TrendAxis
    let place: String
    let sentence: String
}

enum RedFlags {
    /// In the order of the axes.
    ///
    /// - Throws: `ReadError`.
    static func all(_ book: AnswerBook, axes: [TrendAxis]) throws -> [RedFlag] {
        try axes.flatMap { axis in
            try book.table("reversals", book.asking(axis)).records
                .filter { $0.isTrue("alarm") && $0.text("metric") == "logodds" }
                .map {
                    RedFlag(
                        task: $0.text("task") ?? "?", axis: axis, place: AnswerText.place($0),
                        sentence: sentence($0, axis))
                }
        }
    }

    private static func sentence(_ record: ChartTable.Record, _ axis: TrendAxis) -> String {
        let turn =
            record.text("shape") == "u_shaped"
            ? (before: "fell", after: "rose") : (before: "rose", after: "fell")
        let times = record.number("times_sigma").map {
            ", \(NumberText.short.text($0)) times the checkpoint noise that is known"
        }
        return """
            the log-odds \(turn.before) until \(axis.title) \(NumberText.count.text(record.number("x_turning"))), then \(turn.after); to be \
            chance, checkpoints would have to scatter by an SD of \(NumberText.short.text(record.number("noise_to_explain")))\(times ?? "").
            """
    }
}
