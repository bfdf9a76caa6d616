import LogariumStatistics

extension SQLFunction {
    /// Aggregates over tests or tasks.
    static let poolings: [SQLFunction] = [
        aggregate(
            "meta_analysis",
            [
                SQLArgument("effect", "of one test; a row with NULL is skipped"),
                SQLArgument("variance", "its squared standard error, positive; a row with NULL is skipped"),
            ], .json(pooledFields), "The mean effect over tests that truly differ, and by how much they do.",
            source:
                "REML; Hartung & Knapp (2001) with max(1, q); Higgins et al. (2009); DerSimonian & Laird (1986)"
        ) { NumberColumns(count: 2) { pooled($0).value } },
        aggregate(
            "curve_matching",
            [
                SQLArgument("task", "identifier; a row with a NULL is skipped"),
                SQLArgument("state", "identifier whose order is the axis'"),
                SQLArgument("accuracy", "of the task at the state"),
                SQLArgument("nll", "of the task at the state"),
            ], .json(TaskCurves.fields),
            "Whether the nll lines say anything of their own tasks' accuracy lines.",
            source: "Permutation of partners; Phipson & Smyth (2010)"
        ) { TaskCurves() },
    ]

    private static let pooledFields =
        [SQLField("k", "tests")] + effectFields("", "REML")
        + [
            SQLField("hartung_knapp_q", "below 1 it would make the interval narrower, and is not used"),
            SQLField(
                "prediction_low", "where a new test's true effect would fall, 95 %; null below three tests"),
            SQLField("prediction_high", "upper bound"),
            SQLField("share_positive", "share of true effects above 0 that mean and tau2 imply"),
            SQLField("q", "Cochran's Q"),
            SQLField("q_p", "of one effect behind all tests"),
            SQLField("i2", "share of the variation that is between tests"),
            SQLField("h2", "q / (k - 1)"),
        ] + effectFields("dl_", "DerSimonian & Laird") + [
            SQLField("fixed_mean", "as if all tests had one effect"),
            SQLField("fixed_stderr", "of fixed_mean"),
            SQLField(
                "reason",
                "why it is undefined: one test, an infinite effect or a variance not positive; else null"),
        ]

    private static func effectFields(_ prefix: String, _ method: String) -> [SQLField] {
        [
            SQLField(prefix + "mean", "pooled effect, \(method); null for one test"),
            SQLField(prefix + "stderr", "Hartung-Knapp with max(1, q)"),
            SQLField(prefix + "low", "95 % bound, t with k - 1 degrees of freedom"),
            SQLField(prefix + "high", "upper bound"),
            SQLField(prefix + "tau2", "variance between the true effects"),
        ]
    }

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
