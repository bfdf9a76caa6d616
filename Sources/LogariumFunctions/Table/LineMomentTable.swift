extension SQLTableFunction {
    static let lineMoment = SQLTableFunction(
        name: "line_moment",
        arguments: [
            SQLArgument("runs", "JSON object: number of the state, from 1, to run_id"),
            SQLArgument("metric", "name in the view trend_metric"),
            SQLArgument(
                "by_item", "1: states that put their items differently are compared by item; 0: by example"),
        ],
        columns: [
            SQLField("state", "number of the state"),
            SQLField("n", "examples that have a value in every state"),
            SQLField("clusters", "groups of dependent examples among them"),
            SQLField("n_union", "examples that any state answered"),
            SQLField("n_inf", "infinite values of state"),
            SQLField("mean", "of state; NULL without examples and where a value is infinite"),
            SQLField(
                "covariances",
                "JSON array: of the mean with itself and every later state's; null for one cluster, and where any "
                    + "state's mean is NULL"),
        ],
        summary:
            "The states' means over their common examples and the clustered covariances, one row a state.",
        source: "CR1: Liang & Zeger (1986), Miller (2024)"
    ) { (arguments, reader) throws(SQLFunctionError) in
        let states = try StateRuns(json: arguments[0])
        guard let metric = arguments[1].text else { throw SQLFunctionError("metric is no text") }
        let byItem = try arguments.flag(2) ?? false
        var values: [RunValues] = []
        for run in states.runs { values.append(try reader.values(of: metric, in: run, byItem: byItem)) }
        return CommonValues(values).momentRows(of: states.numbers)
    }
}

extension CommonValues {
    fileprivate func momentRows(of numbers: [Int64]) -> [[SQLValue]] {
        let moments = covariance
        return numbers.indices.map { state in
            let infinite = infinite(state)
            let covariances = (state..<numbers.count).map { JSONText(moments?.covariance?[state][$0]) }
            return [
                .integer(numbers[state]), .integer(Int64(count)), .integer(Int64(clustering.count)),
                .integer(Int64(union)), .integer(Int64(infinite)),
                SQLValue(moments?.mean[state] ?? (infinite > 0 ? nil : states[state].mean)),
                .text(JSONText.array(covariances).text),
            ]
        }
    }
}

/// The runs of a line's states, in the order of their numbers.
private struct StateRuns {
    let numbers: [Int64]
    let runs: [Int64]

    /// - Parameter json: `{"1":17,"2":19}`, as JSON_GROUP_OBJECT makes it.
    init(json: SQLValue) throws(SQLFunctionError) {
        let fault = SQLFunctionError(
            "runs is \(json.shown), not a JSON object of state numbers to run ids: {\"1\":17,\"2\":19}")
        guard let text = json.text, text.first == "{", text.last == "}" else { throw fault }
        var pairs: [(number: Int64, run: Int64)] = []
        for field in text.dropFirst().dropLast().split(separator: ",") {
            let parts = field.split(separator: ":")
            guard parts.count == 2, let number = Int64(parts[0].filter { $0 != "\"" && $0 != " " }),
                let run = Int64(parts[1].filter { $0 != " " })
            else { throw fault }
            pairs.append((number, run))
        }
        pairs.sort { $0.number < $1.number }
        numbers = pairs.map(\.number)
        runs = pairs.map(\.run)
    }
}
