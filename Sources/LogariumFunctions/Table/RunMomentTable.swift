import LogariumStatistics

extension SQLTableFunction {
    static let runMoment = SQLTableFunction(
        name: "run_moment",
        arguments: [
            SQLArgument("run", "run_id"), SQLArgument("metric", "name in the view trend_metric"),
        ],
        columns: [
            SQLField("mean", "over the run's own examples; NULL without, and where a value is infinite"),
            SQLField("variance", "of the mean, clustered (CR1); NULL for one cluster, and where the mean is"),
        ],
        summary:
            "A run's mean under a metric and the variance of that mean; no row where it has no responses.",
        source: "CR1: Liang & Zeger (1986), Miller (2024)"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let run = try arguments.whole(0) else { return [] }
        guard let metric = arguments[1].text else { throw SQLFunctionError("metric is no text") }
        guard let moment = try reader.moment(of: metric, in: Int64(run)) else { return [] }
        return [[SQLValue(moment.mean), SQLValue(moment.variance)]]
    }
}

extension ColumnReader {
    /// A run's mean over its own examples and the clustered variance of that mean, both nil where a value is infinite;
    /// nil where the run has no responses.
    func moment(
        of metric: String, in run: Int64
    ) throws(SQLFunctionError) -> (mean: Double?, variance: Double?)? {
        let moment: (mean: Double?, variance: Double?)
        if let (mean, stderr) = RunMeasures.names(of: metric) {
            guard let measures = try measures(of: run) else { return nil }
            moment = (measures[mean].number, measures[stderr].number.map { $0 * $0 })
        } else {
            let values = try values(of: metric, in: run, byItem: false)
            guard !values.examples.isEmpty else { return nil }
            let own = CommonValues([values]).covariance
            moment = (own?.mean[0], own?.covariance?[0][0])
        }
        return moment.mean?.isFinite == true ? moment : (nil, nil)
    }
}

extension RunMeasures {
    /// The columns that have a metric's mean and its standard error; nil for a metric that has none.
    fileprivate static func names(of metric: String) -> (mean: String, stderr: String)? {
        switch metric {
        case "p_match": ("mean_p_match", "mean_p_match_stderr")
        case "credit": ("mean_credit", "mean_credit_stderr")
        case "logodds": ("mean_logodds", "mean_logodds_stderr")
        case "nll": ("mean_nll", "mean_nll_stderr")
        default: nil
        }
    }

    subscript(name: String) -> SQLValue {
        Self.names.firstIndex(of: name).map { values[$0] } ?? .null
    }
}
