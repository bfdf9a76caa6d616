import LogariumStatistics

/// `signal_detection`: who claims what, against the truth. A row whose answer or truth is NULL is skipped; one
/// without a cluster is its own.
final class ClaimCounts: SQLAggregate {
    private var sample = ClaimSample()
    private var hasClusters = false

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
        SQLField("clusters", "of the claims; null where the argument is left out, and so are the next"),
        SQLField("auc_low", "95 %, bootstrap over clusters; null where a resample has one class only"),
        SQLField("auc_high", "upper bound"),
        SQLField("d_prime_low", "95 %, as auc_low"),
        SQLField("d_prime_high", "upper bound"),
        SQLField("criterion_low", "95 %, as auc_low"),
        SQLField("criterion_high", "upper bound"),
        SQLField("bootstrap_seed", "of the draws"),
    ]

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        hasClusters = row.count > 3
        guard let yes = try row.number(0), let isTrue = try row.flag(1) else { return }
        guard (0...1).contains(yes) else {
            throw SQLFunctionError("said_yes is \(yes); it lies between 0 and 1, ½ for a tie")
        }
        sample.add(.init(yes: yes, isTrue: isTrue, score: try row.number(2)), hasClusters ? row[3] : .null)
    }

    func finish() -> SQLValue {
        guard let claims = sample.claims, let detection = claims.detection else { return .null }
        var json = JSONObject()
        json.set("status", detection.status.rawValue)
        setCounts(of: detection, in: &json)
        json.set("hit_rate", detection.hitRate)
        json.set("false_alarm_rate", detection.falseAlarmRate)
        json.set("d_prime", detection.measures?.dPrime)
        json.set("criterion", detection.measures?.criterion)
        json.set("ln_beta", detection.measures?.lnBeta)
        json.set("balanced_accuracy", detection.measures?.balancedAccuracy)
        json.set("auc", claims.auc)
        setIntervals(of: hasClusters ? claims : nil, in: &json)
        return json.value
    }

    private func setCounts(of detection: SignalDetection, in json: inout JSONObject) {
        json.set("n_true", sample.count(isTrue: true))
        json.set("n_false", sample.count(isTrue: false))
        json.set("hits", detection.hits)
        json.set("misses", detection.misses)
        json.set("false_alarms", detection.falseAlarms)
        json.set("correct_rejections", detection.correctRejections)
        json.set("yes_rate", detection.yesRate)
        json.set("base_rate", detection.baseRate)
        json.set("claim_minus_truth", detection.claimMinusTruth)
        json.set("accuracy", detection.accuracy)
    }

    private func setIntervals(of claims: Claims?, in json: inout JSONObject) {
        let intervals = claims?.bootstrap(seed: ClaimSample.seed)
        json.set("clusters", claims?.clustering.count)
        json.set("auc_low", intervals?.auc?.lower)
        json.set("auc_high", intervals?.auc?.upper)
        json.set("d_prime_low", intervals?.dPrime?.lower)
        json.set("d_prime_high", intervals?.dPrime?.upper)
        json.set("criterion_low", intervals?.criterion?.lower)
        json.set("criterion_high", intervals?.criterion?.upper)
        json.set("bootstrap_seed", claims.map { _ in Int(ClaimSample.seed) })
    }
}
