import LogariumStatistics

/// `signal_detection`: who claims what, against the truth. A row whose answer or truth is NULL is skipped.
final class ClaimCounts: SQLAggregate {
    private var counts = (hits: 0, misses: 0, falseAlarms: 0, correctRejections: 0)
    private var scores: (positives: [Double], negatives: [Double]) = ([], [])

    static let fields = [
        SQLField("status", "ok; one_class_only: all claims are true or all false, what needs both is null"),
        SQLField("n_true", "claims that are true"),
        SQLField("n_false", "claims that are false"),
        SQLField("hits", "yes to a true claim"),
        SQLField("misses", "no to a true claim"),
        SQLField("false_alarms", "yes to a false claim"),
        SQLField("correct_rejections", "no to a false claim"),
        SQLField("yes_rate", "share of yes"),
        SQLField("base_rate", "share of true claims"),
        SQLField("claim_minus_truth", "yes_rate - base_rate: positive where too much is claimed"),
        SQLField("accuracy", "share of hits and correct rejections"),
        SQLField("hit_rate", "hits / n_true"),
        SQLField("false_alarm_rate", "false_alarms / n_false"),
        SQLField("d_prime", "sensitivity, in SDs of the normal distribution"),
        SQLField("criterion", "bias; negative says yes too easily"),
        SQLField("ln_beta", "bias as a log likelihood ratio"),
        SQLField("balanced_accuracy", "mean of the accuracies on true and on false claims"),
        SQLField("auc", "by yes_logodds, free of a threshold; null where a claim has none"),
    ]

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        guard let saidYes = try row.flag(0), let isTrue = try row.flag(1) else { return }
        switch (saidYes, isTrue) {
        case (true, true): counts.hits += 1
        case (false, true): counts.misses += 1
        case (true, false): counts.falseAlarms += 1
        case (false, false): counts.correctRejections += 1
        }
        guard let score = try row.number(2) else { return }
        if isTrue { scores.positives.append(score) } else { scores.negatives.append(score) }
    }

    func finish() -> SQLValue {
        guard
            let detection = SignalDetection(
                hits: counts.hits, misses: counts.misses, falseAlarms: counts.falseAlarms,
                correctRejections: counts.correctRejections), detection.nTrue + detection.nFalse > 0
        else { return .null }
        var json = JSONObject()
        json.set("status", detection.status.rawValue)
        setCounts(of: detection, in: &json)
        json.set("hit_rate", detection.hitRate)
        json.set("false_alarm_rate", detection.falseAlarmRate)
        json.set("d_prime", detection.measures?.dPrime)
        json.set("criterion", detection.measures?.criterion)
        json.set("ln_beta", detection.measures?.lnBeta)
        json.set("balanced_accuracy", detection.measures?.balancedAccuracy)
        // Of some of the claims only it would be another population's.
        let isComplete =
            scores.positives.count == detection.nTrue && scores.negatives.count == detection.nFalse
        json.set(
            "auc",
            isComplete ? areaUnderROC(positives: scores.positives, negatives: scores.negatives) : nil)
        return json.value
    }

    private func setCounts(of detection: SignalDetection, in json: inout JSONObject) {
        let total = Double(detection.nTrue + detection.nFalse)
        let yesRate = Double(detection.hits + detection.falseAlarms) / total
        let baseRate = Double(detection.nTrue) / total
        json.set("n_true", detection.nTrue)
        json.set("n_false", detection.nFalse)
        json.set("hits", detection.hits)
        json.set("misses", detection.misses)
        json.set("false_alarms", detection.falseAlarms)
        json.set("correct_rejections", detection.correctRejections)
        json.set("yes_rate", yesRate)
        json.set("base_rate", baseRate)
        json.set("claim_minus_truth", yesRate - baseRate)
        json.set("accuracy", Double(detection.hits + detection.correctRejections) / total)
    }
}
