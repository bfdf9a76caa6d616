import LogariumCore

extension CaseAdapters {
    static let aggregation: [String: Adapter] = [
        "direction_counts": { inputs in
            let counts = DirectionCounts(
                up: try inputs.int("up"), down: try inputs.int("down"), flat: try inputs.int("flat"))
            return [
                "p_sign": counts?.pSign, "share_up": counts?.shareUp, "share_down": counts?.shareDown,
                "share_flat": counts?.shareFlat, "upper95_share_up": counts?.upperShareUp(),
                "lower95_share_down": counts?.lowerShareDown(),
                "wilson_share_down": counts?.wilsonShareDown(),
            ]
        },
        "combine_p": { inputs in
            let combined = CombinedP(
                try inputs.doubles("p"), weights: try inputs.ifPresent("w", inputs.doubles))
            return [
                "fisher_stat": combined?.fisherStatistic, "fisher_p": combined?.fisherP,
                "stouffer_z": combined?.stoufferZ, "stouffer_p": combined?.stoufferP,
                "iut_max_p": combined?.pAll, "bonferroni_min": combined?.bonferroni,
            ]
        },
        "meta_analysis": metaAnalysis,
        "multiplicity": { inputs in
            let p = try inputs.doubles("p")
            let bh = MultipleTesting.benjaminiHochberg(p)
            let by = MultipleTesting.benjaminiYekutieli(p)
            return [
                "bh": bh, "by": by, "holm": MultipleTesting.holm(p),
                "n_reject_bh_05": bh.count { $0 <= 0.05 }, "n_reject_by_05": by.count { $0 <= 0.05 },
            ]
        },
        "behavior_trend": behaviorTrend,
    ]

    private static func metaAnalysis(_ inputs: CaseInputs) throws -> Fields {
        let pooled = MetaAnalysis(
            effects: try inputs.doubles("effect"), variances: try inputs.doubles("var"))
        let fixed: Fields = ["mu": pooled?.fixedMean, "se": pooled?.fixedStandardError]
        return [
            "k": pooled?.tests,
            "fixed": fixed,
            "Q": pooled?.heterogeneity?.q, "p_Q": pooled?.heterogeneity?.p,
            "I2": pooled?.heterogeneity?.iSquared, "H2": pooled?.heterogeneity?.hSquared,
            "tau2_DL": pooled?.derSimonianLaird?.tauSquared, "tau2_REML": pooled?.reml?.tauSquared,
            "DL": (pooled?.derSimonianLaird).map(fields), "REML": (pooled?.reml).map(fields),
        ]
    }

    private static func fields(_ effects: RandomEffects) -> Fields {
        [
            "mu": effects.mean, "se": effects.standardError, "ci": effects.normalInterval(),
            "hk_q": effects.hartungKnappQ, "se_hk": effects.standardErrorHK,
            "ci_hk": effects.intervalHK(), "pi_k2": effects.predictionInterval(),
            "pi_hk_k1": effects.predictionIntervalHK(), "share_positive": effects.sharePositive,
        ]
    }

    private static func behaviorTrend(_ inputs: CaseInputs) throws -> Fields {
        guard
            let trend = BehaviorTrend(
                rows: try inputs.matrix("Y"), x: try inputs.doubles("x"),
                band: try inputs.double("band"), clustering: try inputs.clustering())
        else { return [:] }
        let worst = trend.worstTests()
        return [
            "n_tests": trend.changes.count,
            "mean_change": trend.meanChange.mean, "se": trend.meanChange.standardError,
            "n_rising_any": trend.signs.up, "n_falling_any": trend.signs.down,
            "n_rising_beyond_band": trend.beyondBand.up,
            "n_falling_beyond_band": trend.beyondBand.down, "n_flat": trend.beyondBand.flat,
            "n_strictly_decreasing_at_every_step": trend.nStrictlyDecreasing,
            "n_strictly_increasing_at_every_step": trend.nStrictlyIncreasing,
            "p_sign": trend.signs.pSign, "upper95_share_rising": trend.upperShareRising(),
            "all_falling": trend.allFalling, "change": trend.changes,
            "worst_tests": worst, "worst_changes": worst.map { trend.changes[$0] },
        ]
    }
}
