import LogariumStatistics

/// The light step of one line as JSON: what `trend` and `state_trend` give.
struct TrendRow {
    /// Ascending, one a state.
    let x: [Double]
    /// Nil or infinite where a state's mean is.
    let mean: [Double?]
    /// Nil where V is undefined.
    let covariance: [[Double]]?
    let examples: Int
    let clusters: Int
    let sesoi: Double
    let noiseVariance: Double?

    /// Adds every field; those that are undefined are null, with the `reason`.
    func write(to json: inout JSONObject) {
        let means = mean.compactMap { $0 }.filter(\.isFinite)
        let isFinite = means.count == mean.count
        let states =
            isFinite
            ? StateCovariance(mean: means, covariance: covariance, examples: examples, clusters: clusters)
            : nil
        let analysis = states.flatMap {
            TrendAnalysis($0, x: x, sesoi: sesoi, noise: noiseVariance.flatMap(CheckpointNoise.init))
        }
        let change = states?.fittedChange(x: x)
        writeLine(to: &json)
        write(analysis, change: change, to: &json)
        write(shape: analysis?.shape, turn: analysis?.turn, to: &json)
        write(beyondCheckpoints: analysis, to: &json)
        json.set("reason", analysis == nil ? reason(isFinite: isFinite) : nil)
    }

    private func reason(isFinite: Bool) -> String {
        if examples < 1 { return "no_common_examples" }
        if !x.allSatisfy(\.isFinite) { return "infinite_x" }
        if !isFinite { return "n_inf" }
        if Set(x).count < 2 { return "one_x" }
        return clusters < 2 ? "one_cluster" : "no_covariance"
    }

    private func writeLine(to json: inout JSONObject) {
        json.set("m", x.count)
        json.set("n", examples)
        json.set("clusters", clusters)
        json.set("df", clusters > 1 ? clusters - 1 : nil)
        json.set("x_first", x.first)
        json.set("x_last", x.last)
        json.set("first", mean.first ?? nil)
        json.set("last", mean.last ?? nil)
    }

    /// Where the standard error is 0 the p-values say nothing, and are null.
    private func write(_ analysis: TrendAnalysis?, change: Double?, to json: inout JSONObject) {
        let direction = analysis?.direction
        let isDegenerate = direction?.change.isDegenerate
        json.set("total_change", direction?.change.value ?? change)
        json.set("stderr", direction?.change.standardError)
        json.set("low", direction?.interval.lower)
        json.set("high", direction?.interval.upper)
        json.set("p", isDegenerate == false ? direction?.pTwoSided : nil)
        json.set("p_equivalence", isDegenerate == false ? direction?.pEquivalence : nil)
        json.set("direction", direction?.label.rawValue)
        json.set("degenerate", isDegenerate)
    }

    private func write(shape: ShapeTest?, turn: TwoArmBreak?, to json: inout JSONObject) {
        json.set("shape", shape?.label.rawValue)
        json.set("turning_state", turn.map { $0.state + 1 })
        json.set("turning_value", turn.flatMap { mean[$0.state] })
        json.set("turning_x", turn.map { x[$0.state] })
        json.set("arm_low", turn?.low.value)
        json.set("arm_low_stderr", turn?.low.standardError)
        json.set("arm_high", turn?.high.value)
        json.set("arm_high_stderr", turn?.high.standardError)
        json.set("p_u", shape?.uShaped.p)
        json.set("p_inverted_u", shape?.invertedU.p)
        json.set("p_flat", shape?.pFlat)
        json.set("local_peak", shape?.hasLocalPeak)
        json.set("local_valley", shape?.hasLocalValley)
    }

    private func write(beyondCheckpoints analysis: TrendAnalysis?, to json: inout JSONObject) {
        json.set("law_slope", analysis?.regression.slope)
        json.set("law_p", analysis?.lawP)
        json.set("systematic", analysis?.isSystematic)
        json.set("noise_to_explain", analysis?.noiseToExplain)
        json.set("finding", analysis?.finding.rawValue)
        json.set("shape_beyond_noise", analysis?.shapeBeyondNoise?.label.rawValue)
        json.set("sigma_model", analysis?.noise?.standardDeviation)
        json.set("alarm", analysis?.isAlarm)
    }
}
