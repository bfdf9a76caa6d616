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
        let moment: (mean: Double?, variance: Double?)
        if let (mean, stderr) = RunMeasures.names(of: metric) {
            guard let measures = try reader.measures(of: Int64(run)) else { return [] }
            moment = (measures[mean].number, measures[stderr].number.map { $0 * $0 })
        } else {
            let values = try reader.values(of: metric, in: Int64(run), byItem: false)
            guard !values.examples.isEmpty else { return [] }
            let own = CommonValues([values]).covariance
            moment = (own?.mean[0], own?.covariance?[0][0])
        }
        let isFinite = moment.mean?.isFinite == true
        return [[isFinite ? SQLValue(moment.mean) : .null, isFinite ? SQLValue(moment.variance) : .null]]
    }
}

extension RunMeasures {
    /// The columns that have a metric's mean and its standard error; nil for a metric that has none.
    fileprivate static func names(of metric: String) -> (mean: String, stderr: String)? {
        switch metric {
        case "p_match": ("mean_p", "mean_p_stderr")
        case "credit": ("frac_exceed", "frac_exceed_stderr")
        case "logodds": ("mean_logodds", "mean_logodds_stderr")
        case "nll": ("mean_nll", "mean_nll_stderr")
        default: nil
        }
    }

    fileprivate subscript(name: String) -> SQLValue {
        Self.names.firstIndex(of: name).map { values[$0] } ?? .null
    }
}
