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
        let names = (mean: "mean_\(metric)", stderr: "mean_\(metric)_stderr")
        return Self.names.contains(names.stderr) ? names : nil
    }

    subscript(name: String) -> SQLValue {
        Self.names.firstIndex(of: name).map { values[$0] } ?? .null
    }
}
