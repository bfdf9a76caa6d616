import LogariumCore

extension CaseAdapters {
    static let signalDetection: [String: Adapter] = [
        "sdt": { inputs in
            let counts = SignalDetection(
                hits: try inputs.int("hit"), misses: try inputs.int("miss"),
                falseAlarms: try inputs.int("false_alarm"),
                correctRejections: try inputs.int("correct_rejection"))
            let measures = counts?.measures
            return [
                "status": counts?.status.rawValue,
                "H_raw": counts?.hitRate,
                "F_raw": counts?.falseAlarmRate,
                "H": measures?.correctedHitRate,
                "F": measures?.correctedFalseAlarmRate,
                "d_prime": measures?.dPrime,
                "c": measures?.criterion,
                "ln_beta": measures?.lnBeta,
                "yes_rate": measures?.yesRate,
                "accuracy": measures?.accuracy,
                "balanced_accuracy": measures?.balancedAccuracy,
                "claim_minus_truth": measures?.claimMinusTruth,
            ]
        },
        "auc": { inputs in
            [
                "auc": areaUnderROC(
                    positives: try inputs.doubles("pos"), negatives: try inputs.doubles("neg"))
            ]
        },
    ]
}
