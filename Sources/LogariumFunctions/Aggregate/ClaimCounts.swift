import LogariumStatistics

/// `signal_detection`: who claims what, against the truth. A row whose answer or truth is NULL is skipped; one
/// without a cluster is its own.
final class ClaimCounts: SQLAggregate {
    private struct Row {
        let claim: Claims.Claim
        let cluster: SQLValue
    }

    private var rows: [Row] = []
    private var hasClusters = false

    private static let seed: UInt64 = 1

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        hasClusters = row.count > 3
        guard let yes = try row.number(0), let isTrue = try row.flag(1) else { return }
        guard (0...1).contains(yes) else {
            throw SQLFunctionError("said_yes is \(yes); it lies between 0 and 1, ½ for a tie")
        }
        rows.append(
            Row(
                claim: .init(yes: yes, isTrue: isTrue, score: try row.number(2)),
                cluster: hasClusters ? row[3] : .null))
    }

    func finish() -> SQLValue {
        let rows = rows.sorted(by: Self.precedes)
        let labels = rows.indices.map { rows[$0].cluster.isNull ? SQLValue.integer(Int64($0)) : rows[$0].cluster }
        guard let claims = Claims(rows.map(\.claim), clustering: Clustering(labels)),
            let detection = claims.detection
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
        json.set("auc", claims.auc)
        if hasClusters { setIntervals(of: claims, in: &json) }
        return json.value
    }

    /// Any order of rows gives the same draws and the same sums.
    private static func precedes(_ left: Row, _ right: Row) -> Bool {
        if left.cluster != right.cluster { return left.cluster < right.cluster }
        if left.claim.isTrue != right.claim.isTrue { return right.claim.isTrue }
        if left.claim.score != right.claim.score {
            return (left.claim.score ?? -.infinity) < (right.claim.score ?? -.infinity)
        }
        return left.claim.yes < right.claim.yes
    }

    private func setCounts(of detection: SignalDetection, in json: inout JSONObject) {
        let total = detection.nTrue + detection.nFalse
        let yesRate = (detection.hits + detection.falseAlarms) / total
        let baseRate = detection.nTrue / total
        json.set("n_true", rows.count { $0.claim.isTrue })
        json.set("n_false", rows.count { !$0.claim.isTrue })
        json.set("hits", detection.hits)
        json.set("misses", detection.misses)
        json.set("false_alarms", detection.falseAlarms)
        json.set("correct_rejections", detection.correctRejections)
        json.set("yes_rate", yesRate)
        json.set("base_rate", baseRate)
        json.set("claim_minus_truth", yesRate - baseRate)
        json.set("accuracy", (detection.hits + detection.correctRejections) / total)
    }

    private func setIntervals(of claims: Claims, in json: inout JSONObject) {
        let intervals = claims.bootstrap(seed: Self.seed)
        json.set("clusters", claims.clustering.count)
        json.set("auc_low", intervals.auc?.lower)
        json.set("auc_high", intervals.auc?.upper)
        json.set("d_prime_low", intervals.dPrime?.lower)
        json.set("d_prime_high", intervals.dPrime?.upper)
        json.set("criterion_low", intervals.criterion?.lower)
        json.set("criterion_high", intervals.criterion?.upper)
        json.set("bootstrap_seed", Int(Self.seed))
    }
}
