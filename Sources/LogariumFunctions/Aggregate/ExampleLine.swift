import LogariumStatistics

/// `trend` and `state_covariance`: the values of examples at the states of one line.
///
/// A row whose x, example or y is NULL is skipped: the example is then not common to all states. An example without
/// a cluster is its own.
final class ExampleLine: SQLAggregate {
    private struct Example {
        let name: SQLValue
        let cluster: SQLValue
        /// By the number of the state; NaN, which SQLite does not have, where there is none, and perhaps too few.
        var values: [Double] = []

        /// False where there is a value already.
        mutating func set(_ value: Double, at state: Int) -> Bool {
            while values.count <= state { values.append(.nan) }
            guard values[state].isNaN else { return false }
            values[state] = value
            return true
        }
    }

    private var examples: [Example] = []
    private var places: [SQLValue: Int] = [:]
    /// States in the order of their first row.
    private var states: [Double: Int] = [:]
    private var sesoi = Constant()
    private var noiseVariance = Constant()
    private let answer: (ExampleLine) throws(SQLFunctionError) -> JSONObject

    init(_ answer: @escaping (ExampleLine) throws(SQLFunctionError) -> JSONObject) { self.answer = answer }

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        if row.count > 4 { try sesoi.set(row, 4) }
        if row.count > 5 { try noiseVariance.set(row, 5) }
        guard let x = try row.number(0), !row[1].isNull, let y = try row.number(3) else { return }
        let place = try place(of: row[1], cluster: row[2])
        guard examples[place].set(y, at: state(at: x)) else {
            throw SQLFunctionError(
                "example \(row[1].shown) comes twice at x = \(x); group by everything that makes a line")
        }
    }

    private func state(at x: Double) -> Int {
        if let state = states[x] { return state }
        states[x] = states.count
        return states.count - 1
    }

    private func place(of example: SQLValue, cluster: SQLValue) throws(SQLFunctionError) -> Int {
        guard let place = places[example] else {
            places[example] = examples.count
            examples.append(Example(name: example, cluster: cluster))
            return examples.count - 1
        }
        let known = examples[place].cluster
        if known != cluster {
            throw SQLFunctionError(
                "example \(example.shown) is in two clusters, \(known.shown) and \(cluster.shown)")
        }
        return place
    }

    func finish() throws(SQLFunctionError) -> SQLValue {
        examples.isEmpty ? .null : try answer(self).value
    }

    func trend() throws(SQLFunctionError) -> JSONObject {
        let common = commonExamples()
        var json = JSONObject()
        json.set("n_union", examples.count)
        json.set("n_common", common.rows.count)
        let states = StateCovariance(rows: common.rows, clustering: common.clustering)
        TrendRow(
            x: common.x, mean: states?.mean ?? common.means, covariance: states?.covariance,
            examples: common.rows.count, clusters: common.clustering.count,
            sesoi: try smallestEffect(sesoi), noiseVariance: try checked(noiseVariance.number)
        ).write(to: &json)
        return json
    }

    func stateCovariance() -> JSONObject {
        let common = commonExamples()
        let states = StateCovariance(rows: common.rows, clustering: common.clustering)
        var json = JSONObject()
        json["x"] = .array(common.x.map(JSONText.number))
        json["mean"] = .array((states?.mean ?? common.means).map { JSONText($0) })
        json["v"] =
            states?.covariance.map { .array($0.map { .array($0.map(JSONText.number)) }) } ?? .null
        json.set("n", common.rows.count)
        json.set("clusters", common.clustering.count)
        return json
    }

    private struct Common {
        let x: [Double]
        /// One an example in the order of SQLite, one value a state.
        let rows: [[Double]]
        let clustering: Clustering

        /// Infinite where an example is; nil without examples.
        var means: [Double?] { x.indices.map { state in rows.map { $0[state] }.mean } }
    }

    private func commonExamples() -> Common {
        let states = self.states.sorted { $0.key < $1.key }
        let common = examples.filter { example in
            example.values.count == states.count && !example.values.contains(where: \.isNaN)
        }.sorted { $0.name < $1.name }
        let labels = common.map { example in
            example.cluster.isNull ? ClusterLabel.example(example.name) : .cluster(example.cluster)
        }
        return Common(
            x: states.map(\.key), rows: common.map { example in states.map { example.values[$0.value] } },
            clustering: Clustering(labels))
    }

    private enum ClusterLabel: Hashable {
        case example(SQLValue)
        case cluster(SQLValue)
    }
}
