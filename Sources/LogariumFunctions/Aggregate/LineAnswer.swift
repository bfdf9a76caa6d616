import LogariumStatistics

/// A line's trend row with its states and what they have in common: what `trend`, `run_trend` and `line_trend` give.
struct LineAnswer {
    /// Ascending, one a state.
    let x: [Double]
    let common: CommonValues
    let sesoi: Double
    let noiseVariance: Double?
    private let covariance: StateCovariance?
    private let standardErrors: [Double]?

    init(x: [Double], common: CommonValues, sesoi: Double, noiseVariance: Double?) {
        (self.x, self.common, self.sesoi, self.noiseVariance) = (x, common, sesoi, noiseVariance)
        covariance = common.covariance
        standardErrors = covariance?.standardErrors
    }

    /// Of the common examples; nil without, infinite where a value is.
    func mean(_ state: Int) -> Double? { covariance?.mean[state] ?? common.states[state].mean }

    /// Of that mean, clustered; nil for one cluster, and where a state's mean is infinite.
    func standardError(_ state: Int) -> Double? { standardErrors?[state] }

    /// Adds the fields of `TrendFields.common` and `TrendFields.all`.
    func writeLine(to json: inout JSONObject) {
        json.set("n_union", common.union)
        json.set("n_common", common.count)
        TrendRow(
            x: x, mean: x.indices.map(mean), covariance: covariance?.covariance, examples: common.count,
            clusters: common.clustering.count, sesoi: sesoi, noiseVariance: noiseVariance
        ).write(to: &json)
    }

    func write(to json: inout JSONObject) {
        writeLine(to: &json)
        json["states"] = .array(
            x.indices.map { state in
                var point = JSONObject()
                point.set("x", x[state])
                point.set("mean", mean(state))
                point.set("stderr", standardError(state))
                point.set("n_inf", common.infinite(state))
                return .object(point)
            })
    }
}
