import LogariumStatistics

extension SQLTableFunction {
    static let runPair = SQLTableFunction(
        name: "run_pair",
        arguments: [
            SQLArgument("run_a", "run_id"), SQLArgument("run_b", "run_id"),
            SQLArgument("of_metric", "one name in the view trend_metric, or a score of run_a"),
        ],
        columns: RunPair.fields,
        summary:
            "What another run changes on the items that both answered, paired; one row, none where an argument is NULL.",
        source:
            "CR1 clustered standard error of the paired differences, t with clusters - 1 degrees of freedom"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let a = try arguments.whole(0), let b = try arguments.whole(1), let metric = arguments[2].text
        else {
            return []
        }
        let own = try reader.metrics(named: metric, of: Int64(a), isSingle: false)
        guard own.count == 1 else {
            throw SQLFunctionError(
                own.isEmpty
                    ? "there is no metric '\(metric)' and run \(a) has no such score"
                    : "there are several scores '\(metric)': \(own.map(\.name).joined(separator: ", "))")
        }
        return [try RunPair(Int64(a), Int64(b), own[0], reader).cells]
    }
}

/// Two runs under one metric, on the items that both have: examples where they share a protocol, else documents.
struct RunPair {
    /// An item's values in a run; an item put several times enters with its mean.
    private struct Item {
        let key: SQLValue
        /// The first of its examples' in the order of texts.
        let cluster: String
        /// NaN where the run has no value.
        let value: Double
    }

    let nCommon: Int
    let nUnion: Int
    /// Nil without common items, as the next four.
    let clusters: Int?
    let meanA: Double?
    let meanB: Double?
    let nAHigher: Int?
    let nBHigher: Int?
    let nInfinite: Int
    /// Whether a score has no values but 0 and 1, so that an item is won or lost.
    let isBinary: Bool
    /// b - a.
    let difference: ClusteredMean?

    init(_ a: Int64, _ b: Int64, _ metric: Metric, _ reader: ColumnReader) throws(SQLFunctionError) {
        let byExample = try Self.areAlike(a, b, reader)
        let first = try Self.items(of: a, metric, byExample: byExample, reader)
        let second = try Self.items(of: b, metric, byExample: byExample, reader)
        let other = Dictionary(uniqueKeysWithValues: second.map { ($0.key, $0.value) })
        let shared = first.filter { other[$0.key] != nil }
        nUnion = first.count + second.count - shared.count
        let common = shared.filter { !$0.value.isNaN && other[$0.key]?.isNaN == false }
        let a = common.map(\.value)
        let b = common.map { other[$0.key] ?? .nan }
        isBinary = metric.isScore && (a + b).allSatisfy { $0 == 0 || $0 == 1 }
        let clustering = Clustering(common.map(\.cluster))
        (nCommon, meanA, meanB) = (common.count, a.mean, b.mean)
        clusters = shared.isEmpty ? nil : clustering.count
        nAHigher = shared.isEmpty ? nil : zip(a, b).count { $0 > $1 }
        nBHigher = shared.isEmpty ? nil : zip(a, b).count { $1 > $0 }
        nInfinite = zip(a, b).count { $0.isInfinite || $1.isInfinite }
        difference = nInfinite == 0 ? PairedDifference(b, a, clustering: clustering)?.difference : nil
    }

    /// Whether both put their items in one way.
    private static func areAlike(_ a: Int64, _ b: Int64, _ reader: ColumnReader) throws(SQLFunctionError)
        -> Bool
    {
        let rows = try reader.statements.need(
            "SELECT COUNT(DISTINCT protocol_id) FROM main.run WHERE run_id IN (?1, ?2)")
        rows.bind(1, a)
        rows.bind(2, b)
        defer { rows.reset() }
        return try rows.step() && rows.integer(0) == 1
    }

    private static func items(
        of run: Int64, _ metric: Metric, byExample: Bool, _ reader: ColumnReader
    ) throws(SQLFunctionError) -> [Item] {
        let values = try reader.values(of: metric, in: run, byItem: false)
        let rows = try reader.statements.need(
            "SELECT item_hash, cluster FROM main.example WHERE example_id = ?1")
        var places: [SQLValue: Int] = [:]
        var items: [(key: SQLValue, cluster: String, values: [Double])] = []
        for (example, value) in zip(values.examples, values.values) {
            rows.bind(1, example)
            defer { rows.reset() }
            guard try rows.step() else { continue }
            let key = byExample ? .integer(example) : rows.value(0)
            let cluster = rows.value(1).text ?? ""
            let known = value.isNaN ? [] : [value]
            if let place = places[key] {
                items[place].values += known
                items[place].cluster =
                    [items[place].cluster, cluster]
                    .min { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? cluster
            } else {
                places[key] = items.count
                items.append((key, cluster, known))
            }
        }
        return items.map { Item(key: $0.key, cluster: $0.cluster, value: $0.values.mean ?? .nan) }
    }

    static let fields = [
        SQLField("n_common", "items with a value in both: the row rests on these"),
        SQLField("n_union", "items with a response in either"),
        SQLField(
            "clusters", "groups of dependent items among the common ones, as the task of run_a has them"),
        SQLField("value_a", "mean over the common items; NULL: there are none"),
        SQLField("value_b", "mean over the common items; NULL: there are none"),
        SQLField("n_inf", "common items with an infinite value"),
        SQLField("difference", "b - a, paired; NULL: no common items, or an infinite value"),
        SQLField("stderr", "of difference, clustered (CR1); NULL: as difference, or one cluster"),
        SQLField("n_a_higher", "items with the higher value in a"),
        SQLField("n_b_higher", "items with the higher value in b"),
    ]

    /// In the order of `fields`.
    var cells: [SQLValue] {
        [
            SQLValue(nCommon), SQLValue(nUnion), SQLValue(clusters), SQLValue(meanA), SQLValue(meanB),
            SQLValue(nInfinite), SQLValue(difference?.mean), SQLValue(difference?.standardError),
            SQLValue(nAHigher), SQLValue(nBHigher),
        ]
    }
}
