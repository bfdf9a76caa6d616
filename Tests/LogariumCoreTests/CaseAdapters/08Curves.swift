import LogariumCore

extension CaseAdapters {
    static let curves: [String: Adapter] = [
        "isotonic": { inputs in
            let y = try inputs.doubles("y")
            let weights = try inputs.ifPresent("w", inputs.doubles)
            let increasing = IsotonicFit(y, weights: weights, .increasing)
            let decreasing = IsotonicFit(y, weights: weights, .decreasing)
            return [
                "increasing": increasing?.fitted, "decreasing": decreasing?.fitted,
                "sse_inc": increasing?.sse, "sse_dec": decreasing?.sse,
                "peak": UnimodalFit(y, weights: weights, .peak).map(fields),
                "valley": UnimodalFit(y, weights: weights, .valley).map(fields),
            ]
        },
        "hinge_supF": { inputs in
            let fit = HingeRegression(x: try inputs.doubles("x"), y: try inputs.doubles("y"))
            return [
                "supF": fit?.supF, "break_index": fit?.breakIndex, "break_x": fit?.breakX,
                "sse_line": fit?.sseLine, "sse_hinge": fit?.sseHinge, "slope_low": fit?.slopeLow,
                "slope_high": fit?.slopeHigh,
            ]
        },
        "bigbench_linearity_breakthroughness": { inputs in
            let curve = BigBenchCurve(try inputs.doubles("y"))
            return [
                "I": curve?.improvement, "L": curve?.linearity, "B": curve?.breakthroughness,
                "B_status": curve?.status.rawValue,
            ]
        },
        "bigbench_normalised_score": { inputs in
            [
                "score": BigBenchCurve.normalisedScore(
                    raw: try inputs.double("raw"), low: try inputs.double("low"),
                    high: try inputs.double("high"))
            ]
        },
        "forecast": { inputs in
            let forecast = Forecast(
                x: try inputs.doubles("x"), y: try inputs.doubles("y"), at: try inputs.double("x0"))
            return [
                "pred": forecast?.prediction.value, "se_pred": forecast?.prediction.standardError,
                "lo": forecast?.prediction.interval?.lower, "hi": forecast?.prediction.interval?.upper,
                "df": forecast?.prediction.degreesOfFreedom,
                "backtest": forecast?.backTest.map(fields),
            ]
        },
        "two_lines_interrupted": { inputs in
            let fit = InterruptedRegression(
                x: try inputs.doubles("x"), y: try inputs.doubles("y"),
                breakX: try inputs.double("break_x"))
            return [
                "slope_low": fit?.low.slope, "slope_high": fit?.high.slope, "jump": fit?.jump,
                "z_low": fit?.low.z, "z_high": fit?.high.z, "p_low": fit?.low.p, "p_high": fit?.high.p,
            ]
        },
    ]

    private static func fields(_ fit: UnimodalFit) -> Fields {
        ["sse": fit.sse, "split": fit.split, "fit": fit.fitted]
    }

    private static func fields(_ test: BackTest) -> Fields {
        [
            "pred": test.prediction.value, "lo": test.prediction.interval?.lower,
            "hi": test.prediction.interval?.upper, "actual": test.actual, "error": test.error,
            "z": test.z, "inside": test.isInside, "naive_error": test.naiveError, "skill": test.skill,
        ]
    }
}
