import LogariumStatistics

/// `trend` and `state_covariance`: the values of examples at the states of one line.
///
/// A row whose x, example or y is NULL is skipped: the example is then not common to all states. An example without
/// a cluster is its own.
final class ExampleLine: SQLAggregate {
    private var values: [SQLValue: [Double: Double]] = [:]
    private var clusters: [SQLValue: SQLValue] = [:]
    private var allX: Set<Double> = []
    private var sesoi = Constant()
    private var noiseVariance = Constant()
    private let answer: (ExampleLine) throws(SQLFunctionError) -> JSONObject

    init(_ answer: @escaping (ExampleLine) throws(SQLFunctionError) -> JSONObject) { self.answer = answer }

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        if row.count > 4 { try sesoi.set(row, 4) }
        if row.count > 5 { try noiseVariance.set(row, 5) }
        let (example, cluster) = (row[1], row[2])
        guard let x = try row.number(0), !example.isNull, let y = try row.number(3) else { return }
        if values[example, default: [:]].updateValue(y, forKey: x) != nil {
            throw SQLFunctionError(
                "example \(example.shown) comes twice at x = \(x); group by everything that makes a line")
        }
        if let known = clusters.updateValue(cluster, forKey: example), known != cluster {
            throw SQLFunctionError(
                "example \(example.shown) is in two clusters, \(known.shown) and \(cluster.shown)")
        }
        allX.insert(x)
    }

    func finish() throws(SQLFunctionError) -> SQLValue {
        values.isEmpty ? .null : try answer(self).value
    }

    func trend() throws(SQLFunctionError) -> JSONObject {
        let common = commonExamples()
        var json = JSONObject()
        json.set("n_union", values.count)
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
        let x = allX.sorted()
        let examples = values.filter { $0.value.count == x.count }.sorted { $0.key < $1.key }
        let labels = examples.map { example, _ in
            let cluster = clusters[example] ?? .null
            return cluster.isNull ? ClusterLabel.example(example) : .cluster(cluster)
        }
        return Common(
            x: x, rows: examples.map { _, values in x.compactMap { values[$0] } },
            clustering: Clustering(labels))
    }

    private enum ClusterLabel: Hashable {
        case example(SQLValue)
        case cluster(SQLValue)
    }
}
