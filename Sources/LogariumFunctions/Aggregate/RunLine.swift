import LogariumStatistics

/// `run_trend`: the trend row of one line from the columns of its runs, one row a state.
///
/// It answers as `trend` does of the rows of these runs. A row whose x or run is NULL is skipped.
final class RunLine: SQLAggregate {
    private struct State {
        let x: Double
        let number: Int
        let run: Int64
    }

    private let reader: ColumnReader
    private var states: [State] = []
    private var metric: String?
    private var sesoi = Constant()
    private var noiseVariance = Constant()
    private var turn = Constant()

    init(_ reader: ColumnReader) { self.reader = reader }

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        try sesoi.set(row, 3)
        try noiseVariance.set(row, 4)
        if row.count > 6 { try turn.set(row, 6) }
        guard let x = try row.number(0), let run = try row.whole(1) else { return }
        guard let name = row[2].text, metric == nil || metric == name else {
            throw SQLFunctionError(
                "metric is \(row[2].shown), not one name that is the same in every row of a group")
        }
        metric = name
        states.append(State(x: x, number: try row.whole(5) ?? 0, run: Int64(run)))
    }

    func finish() throws(SQLFunctionError) -> SQLValue {
        guard let metric else { return .null }
        reader.begin()
        defer { reader.end() }
        states.sort { ($0.x, $0.number) < ($1.x, $1.number) }
        var runs: [(state: State, values: RunValues)] = []
        for state in states {
            let values = try reader.values(of: metric, in: state.run, byItem: false)
            // A state without one response is no state, as where there are only rows.
            if !values.examples.isEmpty { runs.append((state, values.turned(try checkedTurn()))) }
        }
        guard !runs.isEmpty else { return .null }
        var json = JSONObject()
        LineAnswer(
            x: runs.map(\.state.x), common: CommonValues(runs.map(\.values)),
            sesoi: try smallestEffect(sesoi), noiseVariance: try checked(noiseVariance.number)
        ).write(to: &json)
        return json.value
    }

    private func checkedTurn() throws(SQLFunctionError) -> Double {
        let turn = turn.number ?? 1
        guard abs(turn) == 1 else { throw SQLFunctionError("turn is \(turn), neither 1 nor -1") }
        return turn
    }
}
