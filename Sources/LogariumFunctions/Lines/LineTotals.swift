import LogariumStatistics

/// What the states of a line answered in all, and what had to be left out.
struct LineTotals {
    let meanChoiceMass: Double?
    let fracTied: Double?
    /// In the order of `statusNames`.
    private let excluded: [Int64]

    private static let statusNames = [
        "n_missing_choice", "n_nan", "n_all_neg_inf", "n_positive_logprob", "n_no_alternative",
        "n_invalid_match",
    ]

    static let fields =
        [
            SQLField(
                "mean_choice_mass", "probability of all choices together, over the states' ok responses"),
            SQLField("frac_tied", "share of ok responses with a tie between both sides"),
            SQLField("n_excluded", "responses of all states without a value; the next six say why"),
        ] + statusNames.map { SQLField($0, "responses of all states, as in run_measure") }

    init(of line: TrendLine, _ reader: ColumnReader) throws(SQLFunctionError) {
        try self.init(ofRuns: line.states.map(\.run), reader)
    }

    init(ofRuns runs: [Int64], _ reader: ColumnReader) throws(SQLFunctionError) {
        var measures: [RunMeasures] = []
        for run in runs {
            if let own = try reader.measures(of: run) { measures.append(own) }
        }
        func mean(_ name: String) -> Double? {
            var (total, n) = (0.0, 0.0)
            for own in measures {
                let count = own["n"].number ?? 0
                total += count * (own[name].number ?? 0)
                n += count
            }
            return n > 0 ? total / n : nil
        }
        meanChoiceMass = mean("mean_choice_mass")
        fracTied = mean("frac_tied")
        excluded = Self.statusNames.map { name in
            measures.reduce(0) { $0 + Int64($1[name].number ?? 0) }
        }
    }

    /// Responses without a comparison.
    var nExcluded: Int64 { excluded.reduce(0, +) }

    /// In the order of `fields`. Without an alternative nll_raw and choice_mass have a value.
    func cells(of metric: String) -> [SQLValue] {
        let counted = zip(Self.statusNames, excluded).filter {
            Metric.named(metric)?.isOfOneSide != true || $0.0 != "n_no_alternative"
        }
        return [SQLValue(meanChoiceMass), SQLValue(fracTied), .integer(counted.reduce(0) { $0 + $1.1 })]
            + excluded.map(SQLValue.integer)
    }
}
