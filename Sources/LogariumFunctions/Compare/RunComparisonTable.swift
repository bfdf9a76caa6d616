import LogariumStatistics

extension SQLTableFunction {
    static let runComparison = SQLTableFunction(
        name: "run_comparison",
        arguments: PartnerWish.arguments + [
            SQLArgument(
                "of_metrics", "names in the view trend_metric, parted by commas; NULL: the usual ones")
        ],
        columns: [
            SQLField("level", "task: one pair of runs; micro, macro: a pool over the tasks of a behavior"),
            SQLField("behavior", "what the task measures; NULL: not said"),
            SQLField("run_a", "run_id; NULL: b found no partner, nothing is on side a, or a pool"),
            SQLField("run_b", "run_id; NULL as run_a"),
            SQLField("checkpoint_a", "checkpoint_id; NULL: there is none"),
            SQLField("checkpoint_b", "checkpoint_id; NULL: there is none"),
            SQLField("metric", "as asked; NULL: no pair, or there is no such metric"),
            SQLField("n_tasks", "in the row; a family counts once; NULL: no metric"),
        ] + RunPair.fields + [
            SQLField("df", "degrees of freedom of stderr: clusters - 1, of a pool Satterthwaite's"),
            SQLField(
                "mcnemar_p",
                "exact two-sided, of credit and of scores of 0 and 1 alone; NULL: another metric, or a pool"),
            SQLField("orientation", "of a pool: as scored, or better: tasks where more is worse are turned"),
            SQLField("n_unoriented_tasks", "left out of a pool that had to be turned; NULL: no pool"),
            SQLField("n_undefined", "pairs without stderr, left out of a pool; NULL: no pool"),
            SQLField("n_partners", "pairs that run_a is in; NULL: none, or a pool"),
            SQLField("is_other_family", "1: tasks of two families; NULL: no pair, or a pool"),
            SQLField(
                "reason",
                "no_partner, nothing_chosen_for_a or _b, unknown_metric, no_common_items, n_inf, one_cluster"),
        ],
        summary:
            "What another checkpoint, protocol or task changes on the same items: a row a pair of runs and metric, and a pool.",
        source: "As the query compare"
    ) { (arguments, reader) throws(SQLFunctionError) in
        try RunComparison(arguments, reader).rows.map(\.cells)
    }
}

/// The pairs of a wish under every metric that is asked of them, and their pools.
struct RunComparison {
    private(set) var rows: [ComparisonRow] = []

    init(_ arguments: SQLArguments, _ reader: ColumnReader) throws(SQLFunctionError) {
        let choice = try PartnerChoice(PartnerWish(arguments), reader)
        let names = arguments[13].text
        for (a, b, nPartners) in choice.pairs {
            let asked = try reader.metrics(named: names, of: a.id, isSingle: a.isSingle)
            if asked.isEmpty { rows.append(ComparisonRow(a, b, nPartners, reason: "unknown_metric")) }
            for metric in asked {
                let pair = try RunPair(a.id, b.id, metric, reader)
                rows.append(ComparisonRow(a, b, nPartners, metric: metric.name, pair))
            }
        }
        let pools = Dictionary(grouping: rows.filter { $0.behavior != .null && $0.pair != nil }, by: \.pool)
        for pairs in pools.values { rows += ComparisonRow.pools(pairs) }
        rows += choice.aloneOnA.map { ComparisonRow($0, nil, reason: "no_partner") }
        rows += choice.aloneOnB.map { ComparisonRow(nil, $0, reason: "no_partner") }
        rows += choice.emptySides.map { ComparisonRow(nil, nil, reason: "nothing_chosen_for_\($0)") }
    }
}

/// A pair of runs under a metric, a run without a partner, or a pool of pairs.
struct ComparisonRow {
    /// What the pairs of one pool share.
    struct Pool: Hashable {
        let checkpointA: SQLValue
        let checkpointB: SQLValue
        let behavior: SQLValue
        let metric: String?
    }

    let a: PartnerRun?
    let b: PartnerRun?
    let nPartners: Int?
    let metric: String?
    let pair: RunPair?
    private(set) var pooled: PooledPairs?
    private let unanswered: String?

    init(
        _ a: PartnerRun?, _ b: PartnerRun?, _ nPartners: Int? = nil, metric: String? = nil,
        _ pair: RunPair? = nil, reason: String? = nil
    ) {
        (self.a, self.b, self.nPartners) = (a, b, nPartners)
        (self.metric, self.pair, unanswered) = (metric, pair, reason)
    }

    var behavior: SQLValue { a.map(\.behavior).flatMap { $0.isNull ? nil : $0 } ?? b?.behavior ?? .null }

    var pool: Pool {
        Pool(
            checkpointA: SQLValue(a?.checkpointID), checkpointB: SQLValue(b?.checkpointID),
            behavior: behavior, metric: metric)
    }

    /// A micro and a macro row of the pairs of one pool; none where fewer than two families have a standard error.
    static func pools(_ pairs: [ComparisonRow]) -> [ComparisonRow] {
        guard let first = pairs.first else { return [] }
        return PooledPairs.all(pairs).map { pool in
            var row = first
            row.pooled = pool
            return row
        }
    }

    private var reason: String? {
        if let unanswered { return unanswered }
        guard let pair, pooled == nil else { return nil }
        if pair.nCommon == 0 { return "no_common_items" }
        if pair.nInfinite > 0 { return "n_inf" }
        return pair.difference?.standardError == nil ? "one_cluster" : nil
    }

    private var mcnemar: Double? {
        guard let pair, metric == "credit" || pair.isBinary, pair.nCommon > 0, let onlyA = pair.nAHigher,
            let onlyB = pair.nBHigher
        else { return nil }
        return McNemarTest(onlyA: onlyA, onlyB: onlyB)?.pExact
    }

    private var isOtherFamily: Bool? {
        guard let a, let b else { return nil }
        return a.family != b.family
    }

    /// In the order of the function's columns.
    var cells: [SQLValue] {
        if let pooled { return names + pooled.cells + pooled.end }
        let runs: [SQLValue] = [SQLValue(nPartners), SQLValue(isOtherFamily), SQLValue(reason)]
        let df = pair?.clusters.map { Double($0 - 1) }
        return names + (pair?.cells ?? RunPair.fields.map { _ in .null })
            + [SQLValue(df), SQLValue(mcnemar), .null, .null, .null] + runs
    }

    private var names: [SQLValue] {
        let isPair = pooled == nil
        let pool = pool
        return [
            .text(pooled?.weighting.rawValue ?? "task"), behavior, isPair ? SQLValue(a?.id) : .null,
            isPair ? SQLValue(b?.id) : .null, pool.checkpointA, pool.checkpointB, SQLValue(metric),
            SQLValue(pooled?.nTasks ?? metric.map { _ in 1 }),
        ]
    }
}
