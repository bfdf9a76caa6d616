import LogariumStatistics

/// `trend` and `state_covariance`: the values of examples at the states of one line.
///
/// A state is an x, told apart from another of the same x by a number where there is one. A row whose x or example is
/// NULL is skipped. One whose y is NULL says that the example has no value at that state, and so is not common to
/// all. An example without a cluster is its own.
final class ExampleLine: SQLAggregate {
    private struct State: Hashable, Comparable {
        let x: Double
        let number: Int

        static func < (a: State, b: State) -> Bool { (a.x, a.number) < (b.x, b.number) }
    }

    private enum Cell { case absent, null, value(Double) }

    private struct Example {
        let name: SQLValue
        let cluster: SQLValue
        /// By index of the state; shorter where later states have not been seen.
        var cells: [Cell] = []

        func value(at state: Int) -> Double? {
            guard state < cells.count, case .value(let value) = cells[state] else { return nil }
            return value
        }
    }

    private var examples: [Example] = []
    private var exampleIndices: [SQLValue: Int] = [:]
    private var stateIndices: [State: Int] = [:]
    private var sesoi = Constant()
    private var noiseVariance = Constant()
    private let stateArgument: Int
    private let answer: (ExampleLine) throws(SQLFunctionError) -> JSONObject

    /// - Parameter stateArgument: index of the optional argument that numbers the states.
    init(
        stateArgument: Int, _ answer: @escaping (ExampleLine) throws(SQLFunctionError) -> JSONObject
    ) {
        self.stateArgument = stateArgument
        self.answer = answer
    }

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        if stateArgument > 4, row.count > 4 { try sesoi.set(row, 4) }
        if stateArgument > 5, row.count > 5 { try noiseVariance.set(row, 5) }
        let (name, cluster) = (row[1], row[2])
        guard let x = try row.number(0), !name.isNull else { return }
        let number = row.count > stateArgument ? try row.whole(stateArgument) ?? 0 : 0
        let state = index(of: State(x: x, number: number))
        let example = index(of: name, cluster: cluster)
        if examples[example].cluster != cluster {
            throw SQLFunctionError(
                "example \(name.shown) is in two clusters, \(examples[example].cluster.shown) and \(cluster.shown)"
            )
        }
        while examples[example].cells.count <= state { examples[example].cells.append(.absent) }
        guard case .absent = examples[example].cells[state] else {
            throw SQLFunctionError(
                "example \(name.shown) comes twice at x = \(x); group by everything that makes a line")
        }
        examples[example].cells[state] = try row.number(3).map(Cell.value) ?? .null
    }

    func finish() throws(SQLFunctionError) -> SQLValue {
        examples.isEmpty ? .null : try answer(self).value
    }

    func trend() throws(SQLFunctionError) -> JSONObject {
        let (x, common) = commonExamples()
        var json = JSONObject()
        LineAnswer(
            x: x, common: common, sesoi: try smallestEffect(sesoi),
            noiseVariance: try checked(noiseVariance.number)
        ).write(to: &json)
        return json
    }

    func stateCovariance() -> JSONObject {
        let (x, common) = commonExamples()
        let states = common.covariance
        var json = JSONObject()
        json["x"] = .array(x.map(JSONText.number))
        json["mean"] = .array((states?.mean ?? common.means).map { JSONText($0) })
        json["v"] =
            states?.covariance.map { .array($0.map { .array($0.map(JSONText.number)) }) } ?? .null
        json.set("n", common.count)
        json.set("clusters", common.clustering.count)
        return json
    }

    private func index(of state: State) -> Int {
        if let known = stateIndices[state] { return known }
        let index = stateIndices.count
        stateIndices[state] = index
        return index
    }

    private func index(of name: SQLValue, cluster: SQLValue) -> Int {
        if let known = exampleIndices[name] { return known }
        exampleIndices[name] = examples.count
        examples.append(Example(name: name, cluster: cluster))
        return examples.count - 1
    }

    /// Examples in the order of SQLite, states in the order of x.
    private func commonExamples() -> (x: [Double], CommonValues) {
        let states = stateIndices.sorted { $0.key < $1.key }
        let complete = examples.sorted { $0.name < $1.name }.compactMap { example in
            let values = states.compactMap { _, index in example.value(at: index) }
            return values.count == states.count ? (example, values) : nil
        }
        let labels = complete.map { example, _ in
            example.cluster.isNull ? ClusterLabel.example(example.name) : .cluster(example.cluster)
        }
        return (
            states.map(\.key.x),
            CommonValues(
                union: examples.count, clustering: Clustering(labels),
                states: states.indices.map { state in complete.map { _, values in values[state] } })
        )
    }

    private enum ClusterLabel: Hashable {
        case example(SQLValue)
        case cluster(SQLValue)
    }
}
