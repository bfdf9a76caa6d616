import LogariumCore

extension ConfidenceInterval: CaseValue {
    var json: JSONValue { [lower, upper].json }
}

extension CaseInputs {
    /// The clusters of the rows, nil where every row is its own.
    func clustering(_ name: String = "cluster") throws -> Clustering? {
        try ifPresent(name, array).map { Clustering($0.map { "\($0)" }) }
    }
}

extension CaseAdapters {
    static let uncertainty: [String: Adapter] = [
        "mean_se": { inputs in
            let values = try inputs.doubles("values")
            let sample = SampleMean(values)
            return [
                "n": values.count, "mean": sample?.mean, "se": sample?.standardError,
                "ci95_t": sample?.interval(), "ci95_z": sample?.normalInterval(),
            ]
        },
        "wilson": { inputs in
            let (successes, n) = (try inputs.double("successes"), try inputs.double("n"))
            return [
                "ci": ConfidenceInterval.wilson(
                    successes: successes, trials: n, confidence: try inputs.double("conf")),
                "p": n > 0 ? successes / n : nil,
            ]
        },
        "clopper_pearson": clopperPearson,
        "cluster_se": clusterSE,
        "paired_difference": pairedDifference,
        "mcnemar": { inputs in
            let test = McNemarTest(onlyA: try inputs.int("only_a"), onlyB: try inputs.int("only_b"))
            return ["p_exact": test?.pExact, "p_mid": test?.pMid]
        },
        "sample_size": sampleSize,
        "mde": { inputs in
            let design = Power(alpha: try inputs.double("alpha"), power: try inputs.double("power"))
            return ["mde": design.minimumDetectableEffect(standardError: try inputs.double("se"))]
        },
        "mde_t": { inputs in
            let design = Power(alpha: try inputs.double("alpha"), power: try inputs.double("power"))
            return [
                "mde": design.minimumDetectableEffect(
                    standardError: try inputs.double("se"), degreesOfFreedom: try inputs.double("df"))
            ]
        },
        "wilson_clustered": { inputs in
            let proportion = ClusteredProportion(
                proportion: try inputs.double("p"), standardError: try inputs.double("se_cluster"),
                count: try inputs.int("n"), clusters: try inputs.int("clusters"))
            return ["n_eff": proportion?.effectiveCount, "ci": proportion?.interval()]
        },
        "group_se": { inputs in
            let group = GroupStandardError(
                counts: try inputs.ints("sizes"), standardErrors: try inputs.doubles("stderrs"))
            return [
                "lm_eval_pooled": group?.lmEvalPooled, "stratified": group?.micro,
                "equal_weight": group?.macro,
            ]
        },
    ]

    private static func clopperPearson(_ inputs: CaseInputs) throws -> Fields {
        let (successes, n) = (try inputs.int("successes"), try inputs.int("n"))
        let confidence = try inputs.double("conf")
        let upper = upperShareBound(successes: successes, trials: n, confidence: confidence)
        return [
            "ci": ConfidenceInterval.clopperPearson(
                successes: successes, trials: n, confidence: confidence),
            "upper_one_sided": upper,
            // 1 − .05^(1/n) is the same bound for no success.
            "closed_form_upper": successes == 0 ? upper : nil,
            "rule_of_three": successes == 0 && n > 0 ? 3 / Double(n) : nil,
        ]
    }

    private static func clusterSE(_ inputs: CaseInputs) throws -> Fields {
        let mean = ClusteredMean(
            try inputs.doubles("values"), clustering: try inputs.clustering())
        return [
            "mean": mean?.mean,
            "se_clt": mean?.independentStandardError,
            "se_cr0": mean?.standardErrorCR0,
            "se_cr1": mean?.standardError,
            "clusters": mean?.clusters,
            "design_effect": mean?.designEffect,
            "ci95": mean?.interval(),
            "df": mean?.degreesOfFreedom,
        ]
    }

    private static func pairedDifference(_ inputs: CaseInputs) throws -> Fields {
        let pair = PairedDifference(
            try inputs.doubles("a"), try inputs.doubles("b"), clustering: try inputs.clustering())
        return [
            "diff": pair?.difference.mean,
            "n": pair?.difference.count,
            "se_paired": pair?.difference.independentStandardError,
            "se_paired_cr1": pair?.difference.standardError,
            "clusters": pair?.difference.clusters,
            "se_unpaired": pair?.unpairedStandardError,
            "corr": pair?.correlation,
            "t": pair?.independentEstimate?.t,
            "p_two_sided": pair?.independentEstimate?.pTwoSided,
        ]
    }

    private static func sampleSize(_ inputs: CaseInputs) throws -> Fields {
        let design = Power(alpha: try inputs.double("alpha"), power: try inputs.double("power"))
        let n = design.sampleSize(
            delta: try inputs.double("delta"), omegaSquared: try inputs.double("omega2"),
            a: .init(variance: try inputs.double("sigma2_a"), samples: try inputs.double("k_a")),
            b: .init(variance: try inputs.double("sigma2_b"), samples: try inputs.double("k_b")))
        return ["n_exact": n, "n": n?.rounded(.up)]
    }
}
