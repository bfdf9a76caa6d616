import LogariumStatistics

/// `state_trend`: one line's means and covariance, a row a pair of states. A row without state, other, x, n or
/// clusters is skipped.
final class StateLine: SQLAggregate {
    private struct Pair: Hashable { let state, other: Int }
    private struct State { let x: Double, mean: Double? }

    private var states: [Int: State] = [:]
    private var covariances: [Pair: Double?] = [:]
    private var constants = (
        examples: Constant(), clusters: Constant(), sesoi: Constant(), noiseVariance: Constant()
    )

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        guard let state = try row.whole(0), let other = try row.whole(1), let x = try row.number(2),
            try row.whole(3) != nil, try row.whole(4) != nil
        else { return }
        try constants.examples.set(row, 3)
        try constants.clusters.set(row, 4)
        try constants.sesoi.set(row, 7)
        if row.count > 8 { try constants.noiseVariance.set(row, 8) }
        guard state >= 1, other >= state else {
            throw SQLFunctionError(
                "the pair (\(state), \(other)) is not of the upper triangle; states count from 1, other >= state"
            )
        }
        let mean = try row.number(5)
        if let known = states[state], known.x != x || known.mean != mean {
            throw SQLFunctionError(
                "state \(state) has two different x or means; group by everything that makes a line")
        }
        states[state] = State(x: x, mean: mean)
        for (distance, covariance) in try covariances(row).enumerated() {
            let pair = Pair(state: state, other: other + distance)
            guard covariances.updateValue(covariance, forKey: pair) == nil else {
                throw SQLFunctionError(
                    "the pair (\(state), \(pair.other)) comes twice; group by everything that makes a line")
            }
        }
    }

    /// Of one pair, or of a JSON array: with `other` and every state after it.
    private func covariances(_ row: SQLArguments) throws(SQLFunctionError) -> [Double?] {
        guard let text = row[6].text, text.first == "[", text.last == "]" else { return [try row.number(6)] }
        var covariances: [Double?] = []
        for item in text.dropFirst().dropLast().split(separator: ",") {
            let number = Double(item)
            guard number != nil || item == "null" else {
                throw SQLFunctionError("covariance is \(row[6].shown), not a JSON array of numbers and nulls")
            }
            covariances.append(number)
        }
        return covariances
    }

    func finish() throws(SQLFunctionError) -> SQLValue {
        guard !states.isEmpty else { return .null }
        let line = try orderedStates()
        let noiseVariance = constants.noiseVariance.number
        let row = TrendRow(
            x: line.map(\.x), mean: line.map(\.mean), covariance: matrix(),
            examples: count(constants.examples), clusters: count(constants.clusters),
            sesoi: try smallestEffect(constants.sesoi), noiseVariance: try checked(noiseVariance))
        var json = JSONObject()
        row.write(to: &json)
        return json.value
    }

    private func count(_ constant: Constant) -> Int { constant.number.flatMap { Int(exactly: $0) } ?? 0 }

    private func orderedStates() throws(SQLFunctionError) -> [State] {
        let last = max(states.keys.max() ?? 0, covariances.keys.lazy.map(\.other).max() ?? 0)
        var line: [State] = []
        for number in 1...last {
            guard let state = states[number] else {
                throw SQLFunctionError(
                    "state \(number) of \(last) has no row of its own; give the pair (\(number), \(number)) too"
                )
            }
            if let before = line.last, before.x > state.x {
                throw SQLFunctionError(
                    "x falls from state \(number - 1) to \(number); number the states by x")
            }
            line.append(state)
        }
        return line
    }

    /// V; nil where a pair has no covariance.
    private func matrix() -> [[Double]]? {
        let indices = 1...states.count
        var matrix: [[Double]] = []
        for state in indices {
            let row = indices.compactMap { other in
                covariances[Pair(state: min(state, other), other: max(state, other))] ?? nil
            }
            guard row.count == states.count else { return nil }
            matrix.append(row)
        }
        return matrix
    }
}

/// The smallest effect of interest.
func smallestEffect(_ sesoi: Constant) throws(SQLFunctionError) -> Double {
    guard let number = sesoi.number, number > 0, number.isFinite else {
        throw SQLFunctionError(
            "sesoi must be a positive number: .05 for probabilities, .1 for nats, .2 for log-odds")
    }
    return number
}

/// σ²_model, nil where it is not known.
func checked(_ noiseVariance: Double?) throws(SQLFunctionError) -> Double? {
    if let noiseVariance, !(noiseVariance >= 0 && noiseVariance.isFinite) {
        throw SQLFunctionError(
            "noise_variance is \(noiseVariance); a variance is not negative, NULL where unknown")
    }
    return noiseVariance
}

/// An argument that all rows of a group must agree in, such as a smallest effect of interest.
struct Constant {
    private var first: SQLValue?

    /// Nil before the first row, and for NULL.
    var number: Double? { first?.number }

    /// - Throws: where it is no number or NULL, or not the value of the rows before.
    mutating func set(_ arguments: SQLArguments, _ index: Int) throws(SQLFunctionError) {
        let (number, new) = (try arguments.number(index), arguments[index])
        if let first, first.number != number {
            throw SQLFunctionError(
                "\(arguments.name(index)) must be the same in every row of a group, not \(first.shown) and "
                    + new.shown)
        }
        first = new
    }
}
