import LogariumCore

extension CaseAdapters {
    static let signalDetection: [String: Adapter] = [
        "sdt": { inputs in
            let counts = SignalDetection(
                hits: try inputs.double("hit"), misses: try inputs.double("miss"),
                falseAlarms: try inputs.double("false_alarm"),
                correctRejections: try inputs.double("correct_rejection"))
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
