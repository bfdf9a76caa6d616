import LogariumCore

extension CaseAdapters {
    static let trendState: [String: Adapter] = [
        "ols": { inputs in
            fields(StateRegression(x: try inputs.doubles("x"), y: try inputs.doubles("y")))
        },
        "wls_known_variance": { inputs in
            let fit = WeightedStateRegression(
                x: try inputs.doubles("x"), y: try inputs.doubles("y"),
                standardErrors: try inputs.doubles("se"))
            return [
                "slope": fit?.slope, "intercept": fit?.intercept,
                "se_slope_known_var": fit?.standardError, "Q": fit?.q, "df": fit?.degreesOfFreedom,
                "p_lack_of_fit": fit?.pLackOfFit, "birge": fit?.birgeRatio,
                "se_slope_scaled": fit?.scaledStandardError,
                "se_slope_birge_max1": fit?.widenedStandardError,
            ]
        },
        "rank_trend": { inputs in
            let (x, y) = (try inputs.doubles("x"), try inputs.doubles("y"))
            let test = MannKendallTest(y)
            return [
                "kendall_tau_b": kendallTauB(x, y),
                "spearman_rho": spearmanRho(x, y),
                "spearman_p_exact": SpearmanPermutationTest(exact: x, y)?.p,
                "mk_S": test?.s, "mk_var": test?.variance, "mk_z": test?.z,
                "mk_p_normal": test?.pNormal, "mk_p_exact": test?.pExact,
                "theil_sen_slope": theilSenSlope(x: x, y: y),
            ]
        },
        "kendall_exact_null": { inputs in
            let null = KendallNull(count: try inputs.int("n"))
            let pairs = (null?.ordersByInversions.count ?? 1) - 1
            let p = stride(from: pairs % 2, through: pairs, by: 2).map { s in
                (String(s), null?.pTwoSided(s: s))
            }
            return [
                "counts_by_inversions": null?.ordersByInversions,
                "p_two_sided_by_absS": Dictionary(uniqueKeysWithValues: p),
                "smallest_two_sided_p": null?.pTwoSided(s: pairs),
            ]
        },
        "axis_symlog": { inputs in
            let steps = try inputs.doubles("steps")
            let axis = SymlogAxis(steps: steps)
            return ["x": steps.map(axis.x), "s0": axis.s0]
        },
        "adjacent_noise": { inputs in
            let noise = CheckpointNoise(adjacentMeans: try inputs.doubles("y"))
            return ["var": noise?.variance, "sd": noise?.standardDeviation]
        },
    ]

    static func fields(_ fit: StateRegression?) -> Fields {
        guard let fit else { return ["status": "undefined"] }
        return [
            "status": "ok",
            "slope": fit.slope, "intercept": fit.intercept, "sse": fit.sse, "m": fit.states,
            "sxx": fit.sxx, "r2": fit.rSquared, "s": fit.residualDeviation,
            "se_slope": fit.standardError, "t": fit.inference?.t, "df": fit.degreesOfFreedom,
            "p": fit.inference?.pTwoSided, "ci": fit.interval(),
        ]
    }
}
