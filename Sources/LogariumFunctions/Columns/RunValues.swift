import LogariumStatistics

/// What a run says of its examples under one metric.
struct RunValues {
    /// Ascending.
    let examples: [Int64]
    /// Of each example the index of the first one in its cluster.
    let clusters: [Int32]
    /// NaN where the run has no value.
    let values: [Double]

    var isComplete: Bool { !values.contains { $0.isNaN } }

    /// - Parameter turn: 1 or -1.
    func turned(_ turn: Double) -> RunValues {
        turn == 1 ? self : RunValues(examples: examples, clusters: clusters, values: values.map { -$0 })
    }
}

/// The examples that have a value in every state of a line.
struct CommonValues {
    /// Examples that any state answered.
    let union: Int
    let clustering: Clustering
    /// The examples; empty where these are no examples of a warehouse.
    let examples: [Int64]
    /// One a state, each with one value an example, in the order of the examples.
    let states: [[Double]]

    var count: Int { states.first?.count ?? 0 }

    /// Infinite where a value is; nil without examples.
    var means: [Double?] { states.map(\.mean) }

    var covariance: StateCovariance? { StateCovariance(columns: states, clustering: clustering) }

    func infinite(_ state: Int) -> Int { states[state].count(where: \.isInfinite) }

    /// - Parameter states: one a state, each with one value an example.
    init(union: Int, clustering: Clustering, examples: [Int64] = [], states: [[Double]]) {
        (self.union, self.clustering, self.examples, self.states) = (union, clustering, examples, states)
    }

    init(_ runs: [RunValues]) {
        guard let first = runs.first else {
            self.init(union: 0, clustering: Clustering(singletons: 0), states: [])
            return
        }
        let isSame = runs.dropFirst().allSatisfy { $0.examples == first.examples }
        if isSame, runs.allSatisfy(\.isComplete) {
            self.init(
                union: first.examples.count, clustering: Self.clustering(of: first), examples: first.examples,
                states: runs.map(\.values))
            return
        }
        let places = isSame ? runs.map { Array($0.examples.indices) } : Self.places(runs.map(\.examples))
        let rows = places[0].indices.filter { row in
            runs.indices.allSatisfy { !runs[$0].values[places[$0][row]].isNaN }
        }
        self.init(
            union: isSame ? first.examples.count : Self.union(runs.map(\.examples)),
            clustering: Clustering(rows.map { first.clusters[places[0][$0]] }),
            examples: rows.map { first.examples[places[0][$0]] },
            states: runs.indices.map { run in rows.map { runs[run].values[places[run][$0]] } })
    }

    /// Of each example.
    func clusterNames(_ reader: ColumnReader) throws(SQLFunctionError) -> [String] {
        let rows = try reader.statements.need("SELECT cluster FROM main.example WHERE example_id = ?1")
        var names: [String] = []
        for example in examples {
            rows.bind(1, example)
            defer { rows.reset() }
            names.append(try rows.step() ? rows.value(0).text ?? "" : "")
        }
        return names
    }

    /// Of every state the indices of the examples that all states have.
    private static func places(_ states: [[Int64]]) -> [[Int]] {
        var common = states[0]
        for examples in states.dropFirst() { common = merged(common, examples).common }
        return states.map { examples in
            var place = 0
            return common.map { example in
                while examples[place] < example { place += 1 }
                return place
            }
        }
    }

    private static func union(_ states: [[Int64]]) -> Int {
        states.dropFirst().reduce(states[0]) { merged($0, $1).union }.count
    }

    /// Of two ascending lists.
    private static func merged(_ a: [Int64], _ b: [Int64]) -> (common: [Int64], union: [Int64]) {
        if a == b { return (a, a) }
        var (common, union): ([Int64], [Int64]) = ([], [])
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if j == b.count || (i < a.count && a[i] < b[j]) {
                union.append(a[i])
                i += 1
            } else if i == a.count || b[j] < a[i] {
                union.append(b[j])
                j += 1
            } else {
                common.append(a[i])
                union.append(a[i])
                (i, j) = (i + 1, j + 1)
            }
        }
        return (common, union)
    }

    private static func clustering(of run: RunValues) -> Clustering {
        let isSingle = run.clusters.indices.allSatisfy { Int(run.clusters[$0]) == $0 }
        return isSingle ? Clustering(singletons: run.clusters.count) : Clustering(run.clusters)
    }
}
