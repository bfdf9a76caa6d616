import LogariumStatistics

extension SQLFunction {
    /// Aggregates over tests or tasks.
    static let poolings: [SQLFunction] = [
        aggregate(
            "meta_analysis", ["effect", "variance"],
            "JSON: the mean effect over tests that truly differ (REML, Hartung-Knapp interval with max(1, q)), tau2, "
                + "i2, q, prediction interval and share_positive, dl_… by DerSimonian and Laird; null for one test; "
                + "NULL without rows."
        ) { NumberColumns(count: 2) { pooled($0).value } },
        aggregate(
            "curve_matching", ["task", "state", "accuracy", "nll"],
            "JSON: whether the nll lines say anything of their own tasks' accuracy lines (permutation test): "
                + "statistic, null_mean, p, rank of each task's own line; null with a reason below five tasks; NULL "
                + "without rows."
        ) { TaskCurves() },
    ]

    private static func pooled(_ columns: [[Double]]) -> JSONObject {
        let analysis = MetaAnalysis(effects: columns[0], variances: columns[1])
        var json = JSONObject()
        json.set("k", columns[0].count)
        set(analysis?.reml, "", in: &json)
        json.set("hartung_knapp_q", analysis?.reml?.hartungKnappQ)
        json.set("prediction_low", analysis?.reml?.predictionInterval()?.lower)
        json.set("prediction_high", analysis?.reml?.predictionInterval()?.upper)
        json.set("share_positive", analysis?.reml?.sharePositive)
        json.set("q", analysis?.heterogeneity?.q)
        json.set("q_p", analysis?.heterogeneity?.p)
        json.set("i2", analysis?.heterogeneity?.iSquared)
        json.set("h2", analysis?.heterogeneity?.hSquared)
        set(analysis?.derSimonianLaird, "dl_", in: &json)
        json.set("fixed_mean", analysis?.fixedMean)
        json.set("fixed_stderr", analysis?.fixedStandardError)
        json.set("reason", reason(analysis))
        return json
    }

    private static func set(_ effects: RandomEffects?, _ prefix: String, in json: inout JSONObject) {
        let interval = effects?.interval()
        json.set(prefix + "mean", effects?.mean)
        json.set(prefix + "stderr", effects?.headlineStandardError)
        json.set(prefix + "low", interval?.lower)
        json.set(prefix + "high", interval?.upper)
        json.set(prefix + "tau2", effects?.tauSquared)
    }

    private static func reason(_ analysis: MetaAnalysis?) -> String? {
        guard let analysis else { return "an effect is infinite or a variance not positive" }
        return analysis.tests < 2 ? "one test" : nil
    }
}
