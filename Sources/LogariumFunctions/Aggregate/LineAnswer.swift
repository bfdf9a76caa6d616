import LogariumStatistics

/// A line's trend row with its states and what they have in common: what `trend` and `run_trend` give.
struct LineAnswer {
    /// Ascending, one a state.
    let x: [Double]
    let common: CommonValues
    let sesoi: Double
    let noiseVariance: Double?

    func write(to json: inout JSONObject) {
        let states = common.covariance
        let means = states?.mean ?? common.means
        json.set("n_union", common.union)
        json.set("n_common", common.count)
        TrendRow(
            x: x, mean: means, covariance: states?.covariance, examples: common.count,
            clusters: common.clustering.count, sesoi: sesoi, noiseVariance: noiseVariance
        ).write(to: &json)
        json["states"] = .array(
            x.indices.map { state in
                var point = JSONObject()
                point.set("x", x[state])
                point.set("mean", means[state])
                point.set("stderr", states?.standardErrors?[state])
                point.set("n_inf", common.infinite(state))
                return .object(point)
            })
    }
}
