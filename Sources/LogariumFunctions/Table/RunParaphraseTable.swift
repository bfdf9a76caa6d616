import LogariumStatistics

extension SQLTableFunction {
    static let runParaphrase = SQLTableFunction(
        name: "run_paraphrase",
        arguments: [
            SQLArgument("run", "run_id"), SQLArgument("of_metric", "one name in the view trend_metric"),
        ],
        columns: RunParaphrases.fields,
        summary:
            "How much the wording of a run's items matters: items are clusters with several questions; no row without ok responses.",
        source: "One-way analysis of variance, paraphrases within items"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let run = try arguments.whole(0), let metric = arguments[1].text else { return [] }
        return try RunParaphrases(Int64(run), metric, reader).map { [$0.cells] } ?? []
    }
}

/// A run's items that were asked in several wordings, under one metric.
private struct RunParaphrases {
    /// One wording of an item.
    private struct Paraphrase {
        var values: [Double] = []
        /// 0 and 1 where another choice or a matching one wins; ties left out.
        var verdicts: [Double] = []

        var value: Double { values.mean ?? .nan }
        var isInfinite: Bool { values.contains(where: \.isInfinite) }
    }

    private struct Item {
        let cluster: String
        let paraphrases: [Paraphrase]

        private var finite: [Double] { paraphrases.filter { !$0.isInfinite }.map(\.value) }
        var n: Double { Double(paraphrases.count) }
        var infinite: Int { paraphrases.count(where: \.isInfinite) }
        var mean: Double? { finite.mean }
        var least: Double { paraphrases.map(\.value).min() ?? .nan }
        var largest: Double { paraphrases.map(\.value).max() ?? .nan }
        var range: Double { largest > least ? largest - least : 0 }
        var squares: Double { finite.reduce(0) { $0 + ($1 - (mean ?? 0)) * ($1 - (mean ?? 0)) } }

        /// Whether one wording wins what another loses; nil where no wording has a verdict.
        var isFlipped: Double? {
            let verdicts = paraphrases.flatMap(\.verdicts)
            guard let most = verdicts.max(), let least = verdicts.min() else { return nil }
            return most - least
        }
    }

    private let items: [Item]
    /// Wordings with an ok response, over all clusters.
    private let questions: Int

    /// Nil without ok responses.
    init?(_ run: Int64, _ metric: String, _ reader: ColumnReader) throws(SQLFunctionError) {
        let values = try reader.values(of: metric, in: run, byItem: false)
        let columns = try reader.columns(of: run, with: [.credit])
        let rows = try reader.statements.need(
            "SELECT cluster, question_hash FROM main.example WHERE example_id = ?1")
        struct Question: Hashable { let cluster, hash: String }
        var asked: Set<Question> = []
        var found: [Question: Paraphrase] = [:]
        for (place, example) in columns.examples.enumerated() {
            rows.bind(1, example)
            defer { rows.reset() }
            guard try rows.step() else { continue }
            let question = Question(cluster: rows.value(0).text ?? "", hash: rows.value(1).text ?? "")
            if columns.isOK(place) { asked.insert(question) }
            guard !values.values[place].isNaN else { continue }
            let credit = columns.isOK(place) ? columns[.credit][place] : .nan
            found[question, default: Paraphrase()].values.append(values.values[place])
            if credit == 0 || credit == 1 { found[question]?.verdicts.append(credit) }
        }
        guard !asked.isEmpty else { return nil }
        questions = asked.count
        // In one order, so that the same rows give the same last digit.
        let ordered = found.sorted { $0.key.hash < $1.key.hash }
        items = Dictionary(grouping: ordered, by: \.key.cluster).filter { $0.value.count > 1 }
            .map { Item(cluster: $0.key, paraphrases: $0.value.map(\.value)) }
            .sorted { $0.cluster.utf8.lexicographicallyPrecedes($1.cluster.utf8) }
    }

    static let fields = [
        SQLField("n_questions", "wordings with an ok response, over all clusters"),
        SQLField("n_items", "clusters with several wordings"),
        SQLField("n_paraphrases", "wordings of these"),
        SQLField("n_inf", "of these with an infinite value; NULL: no items, as all that follow"),
        SQLField("mean", "each item alike; NULL: an infinite value, as the five from within_sd on"),
        SQLField("mean_largest", "mean over the items of their best wording"),
        SQLField("mean_least", "mean over the items of their worst wording"),
        SQLField("within_sd", "between the wordings of an item"),
        SQLField("between_sd", "between items, wordings taken out"),
        SQLField("icc", "share of the variance that is between items"),
        SQLField("stderr", "of mean, items as the sample"),
        SQLField("stderr_naive", "as if wordings were independent"),
        SQLField("mean_range", "largest less smallest, mean over the items"),
        SQLField("max_range", "of the item that varies most"),
        SQLField("max_range_item", "its cluster"),
        SQLField("share_flipped", "of the items: one wording wins what another loses"),
        SQLField("n_with_verdict", "items with a wording that is no tie"),
    ]

    /// In the order of `fields`.
    var cells: [SQLValue] {
        let n = items.reduce(0) { $0 + $1.n }
        let counts: [SQLValue] = [
            .integer(Int64(questions)), .integer(Int64(items.count)), .integer(Int64(n)),
        ]
        guard !items.isEmpty else {
            return counts + [SQLValue](repeating: .null, count: Self.fields.count - counts.count)
        }
        let infinite = items.reduce(0) { $0 + $1.infinite }
        let range = items.map(\.range).max() ?? 0
        let flips = items.compactMap(\.isFlipped)
        let widest = items.first { $0.largest - $0.least == range }
        return counts + [.integer(Int64(infinite))]
            + [
                infinite == 0 ? items.compactMap(\.mean).mean : nil, items.map(\.largest).mean,
                items.map(\.least).mean,
            ]
            .map { SQLValue($0) } + (infinite == 0 ? components(n) : [SQLValue](repeating: .null, count: 5))
            + [
                SQLValue(items.map(\.range).mean), SQLValue(range),
                widest.map { .text($0.cluster) } ?? .null, SQLValue(flips.mean), .integer(Int64(flips.count)),
            ]
    }

    /// within_sd, between_sd, icc, stderr, stderr_naive.
    private func components(_ n: Double) -> [SQLValue] {
        let k = Double(items.count)
        let means = items.map { $0.mean ?? .nan }
        let mean = means.mean ?? .nan
        let weighted = zip(items, means).reduce(0) { $0 + $1.0.n * $1.1 } / n
        let squares = items.reduce(0) { $0 + $1.squares }
        let spread = zip(items, means).reduce(0) { $0 + $1.0.n * ($1.1 - weighted) * ($1.1 - weighted) }
        let within = n > k ? squares / (n - k) : nil
        let between = k > 1 ? spread / (k - 1) : nil
        let size = k > 1 ? (n - items.reduce(0) { $0 + $1.n * $1.n } / n) / (k - 1) : nil
        var itemVariance: Double?
        if let within, let between {
            itemVariance = between > within ? size.flatMap { $0 == 0 ? nil : (between - within) / $0 } : 0
        }
        let total = itemVariance.flatMap { own in within.map { own + $0 } }
        let meanVariance = k > 1 ? means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (k * (k - 1)) : nil
        return [
            within?.squareRoot(), itemVariance?.squareRoot(),
            total.flatMap { total in total == 0 ? nil : itemVariance.map { $0 / total } },
            meanVariance?.squareRoot(), n > 1 ? ((squares + spread) / (n * (n - 1))).squareRoot() : nil,
        ].map { SQLValue($0) }
    }
}
