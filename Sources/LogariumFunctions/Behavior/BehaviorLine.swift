import LogariumStatistics

/// A line of a behavior under one metric, turned so that all of its team mean the same by a rise.
struct BehaviorLine {
    /// What a line says that is not refused.
    struct Answer {
        let common: CommonValues
        /// One a state.
        let means: [Double]
        let standardError: Double?
        let degreesOfFreedom: Double?
        let shape: String?
    }

    let line: TrendLine
    /// A score with what this line's values say of it.
    private(set) var metric: Metric
    /// Tasks of one family ask the same items: they are one test.
    let family: String
    let familyName: String
    /// The sign that turns it; nil where it cannot be told.
    let turn: Double?
    /// Nil for a line that is refused.
    let answer: Answer?
    /// One a state, told apart from another of the same x by a number from 1.
    let places: [Place]

    struct Place: Hashable, Comparable {
        let x: SQLValue
        let twin: Int

        static func < (a: Place, b: Place) -> Bool { a.x != b.x ? a.x < b.x : a.twin < b.twin }
    }

    init(
        _ line: TrendLine, _ metric: Metric, isTurnedToBetter: Bool, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        self.line = line
        self.metric = metric
        let task = line["task"].text ?? ""
        familyName = line["family"].text ?? task
        family = line["family"].text.map { "family " + $0 } ?? "task " + task
        let moreIs = line["more_is"].text
        turn = !isTurnedToBetter || moreIs == "better" ? 1 : moreIs == "worse" ? -1 : nil
        var twins: [SQLValue: Int] = [:]
        var places: [Place] = []
        for state in line.states {
            twins[state.x, default: 0] += 1
            places.append(Place(x: state.x, twin: twins[state.x] ?? 1))
        }
        self.places = places
        if let turn, line.unknownStates == 0, line.conflictingModels == 0 {
            let own = try line.values(of: metric, reader)
            let metric = metric.refined(by: own)
            self.metric = metric
            let values = own.map { $0.turned(turn) }
            answer = Answer(values, x: line.states.map(\.scaledX), sesoi: metric.sesoi)
        } else {
            answer = nil
        }
    }
}

extension BehaviorLine.Answer {
    /// Nil where too little is common to the states, or a mean is infinite.
    init?(_ values: [RunValues], x: [Double], sesoi: Double) {
        guard values.allSatisfy({ !$0.examples.isEmpty }) else { return nil }
        common = CommonValues(values)
        guard common.count > 0, Double(common.count) >= 0.5 * Double(common.union) else { return nil }
        let answer = LineAnswer(x: x, common: common, sesoi: sesoi, noiseVariance: nil)
        means = x.indices.compactMap { answer.mean($0) }.filter(\.isFinite)
        guard means.count == x.count else { return nil }
        var row = JSONObject()
        answer.writeLine(to: &row)
        standardError = row["stderr"].number
        degreesOfFreedom = row["df"].number
        shape = row["shape"].string
    }
}
