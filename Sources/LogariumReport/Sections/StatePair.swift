import LogariumCharts

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
