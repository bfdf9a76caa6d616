import LogariumCore

extension CaseInputs {
    /// The states' means and covariance of the matrix Y, with its clusters and model variance.
    func states() throws -> StateCovariance? {
        StateCovariance(rows: try matrix("Y"), clustering: try clustering())?
            .adding(modelVariance: try ifPresent("model_var", double) ?? 0)
    }
}

extension CaseAdapters {
    static let trendPerExample: [String: Adapter] = [
        "state_cov": { inputs in
            let states = try inputs.states()
            return [
                "mean": states?.mean, "V": states?.covariance, "n": states?.examples,
                "clusters": states?.clusters, "df": states?.degreesOfFreedom,
            ]
        },
        "direction": { inputs in
            let test = try inputs.states().flatMap {
                DirectionTest(
                    $0, x: try inputs.doubles("x"), sesoi: try inputs.double("sesoi"),
                    alpha: try inputs.double("alpha"))
            }
            return fields(test)
        },
        "shape": { inputs in
            let test = try inputs.states().flatMap {
                ShapeTest(
                    $0, x: try inputs.doubles("x"), sesoi: try inputs.double("sesoi"),
                    armFraction: try inputs.double("arm_frac"), alpha: try inputs.double("alpha"))
            }
            return fields(test)
        },
        "noise_to_explain": { inputs in
            let finding = TrendFinding(rawValue: try inputs.string("which"))
            return [
                "sd": try inputs.states().flatMap { states in
                    try finding.flatMap {
                        states.noiseToExplain(
                            $0, x: try inputs.doubles("x"), sesoi: try inputs.double("sesoi"),
                            armFraction: try inputs.double("arm_frac"),
                            alpha: try inputs.double("alpha"))
                    }
                }
            ]
        },
        "page_L": { inputs in
            let test = PageTrendTest(rows: try inputs.matrix("Y"))
            return [
                "L": test?.l, "mean": test?.mean, "var_no_ties": test?.varianceNoTies,
                "var_tie_corrected": test?.variance, "z_no_ties": test?.zNoTies,
                "z_tie_corrected": test?.z, "p_one_sided_increasing": test?.pIncreasing,
                "p_exact": test?.pExactIncreasing,
            ]
        },
    ]

    private static func fields(_ test: DirectionTest?) -> Fields {
        [
            "total_change": test?.change.value, "se": test?.change.standardError,
            "df": test?.change.degreesOfFreedom, "t": test?.change.t,
            "p_two_sided": test?.pTwoSided, "ci95": test?.interval, "ci90": test?.equivalenceInterval,
            "p_tost": test?.pEquivalence, "label": test?.label.rawValue, "slope": test?.slope,
        ]
    }

    private static func fields(_ test: ShapeTest?) -> Fields {
        [
            "label": test?.label.rawValue,
            "p_u": test?.uShaped.p, "turn_u": test?.uShaped.turningState,
            "p_inv_u": test?.invertedU.p, "turn_inv_u": test?.invertedU.turningState,
            "local_peak": test?.hasLocalPeak, "p_local_peak": test?.peak.p,
            "peak": (test?.peak.turn).map(fields),
            "local_valley": test?.hasLocalValley, "p_local_valley": test?.valley.p,
            "valley": (test?.valley.turn).map(fields),
            "n_adjust_local": test?.localAdjustment, "p_flat": test?.pFlat,
            "direction": fields(test?.direction), "breaks": test?.breaks.map(fields),
            "law_p": test?.lawP, "systematic": test?.isSystematic,
        ]
    }

    private static func fields(_ turn: LocalTurn) -> Fields {
        [
            "p_raw": turn.pRaw, "triple": turn.triple, "move_1": turn.firstMove,
            "move_2": turn.secondMove,
        ]
    }

    private static func fields(_ candidate: TwoArmBreak) -> Fields {
        [
            "k": candidate.state,
            "low": candidate.low.value, "se_low": candidate.low.standardError,
            "high": candidate.high.value, "se_high": candidate.high.standardError,
            "p_u": candidate.pU, "p_inv_u": candidate.pInvertedU,
        ]
    }
}
