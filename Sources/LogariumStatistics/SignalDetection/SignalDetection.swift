/// Over-claiming: does a model know which claims are true, or does it say yes to everything?
/// (docs/statistics.md 1.2). Items carry a truth; the answer "yes" is the claim.
public struct SignalDetection: Sendable, Equatable {
    public enum Status: String, Sendable, CaseIterable {
        case ok
        /// All items are true, or all false: sensitivity and criterion have no value.
        case oneClassOnly = "one_class_only"
    }

    /// Whole where no answer is a tie: a tie counts in parts.
    public let hits: Double
    public let misses: Double
    public let falseAlarms: Double
    public let correctRejections: Double

    /// Nil for negative or infinite counts.
    public init?(hits: Double, misses: Double, falseAlarms: Double, correctRejections: Double) {
        guard [hits, misses, falseAlarms, correctRejections].allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            return nil
        }
        self.hits = hits
        self.misses = misses
        self.falseAlarms = falseAlarms
        self.correctRejections = correctRejections
    }

    public var nTrue: Double { hits + misses }
    public var nFalse: Double { falseAlarms + correctRejections }
    public var status: Status { nTrue > 0 && nFalse > 0 ? .ok : .oneClassOnly }

    /// Share of all items claimed. NaN without items, as the next.
    public var yesRate: Double { (hits + falseAlarms) / (nTrue + nFalse) }
    /// Share of true items.
    public var baseRate: Double { nTrue / (nTrue + nFalse) }
    public var accuracy: Double { (hits + correctRejections) / (nTrue + nFalse) }
    /// Yes rate less the share of true items: positive where the model claims too much.
    public var claimMinusTruth: Double { yesRate - baseRate }

    /// yes | true. Nil without true items.
    public var hitRate: Double? { nTrue == 0 ? nil : hits / nTrue }
    /// yes | false. Nil without false items.
    public var falseAlarmRate: Double? { nFalse == 0 ? nil : falseAlarms / nFalse }

    /// Nil unless both classes are present.
    public var measures: Measures? {
        guard let hitRate, let falseAlarmRate else { return nil }
        return Measures(self, hitRate: hitRate, falseAlarmRate: falseAlarmRate)
    }

    public struct Measures: Sendable, Equatable {
        /// Log-linear correction, always applied: (hits + ½)/(n_true + 1) (Hautus 1995).
        public let correctedHitRate: Double
        public let correctedFalseAlarmRate: Double
        /// d' = z(H') − z(F'), sensitivity.
        public let dPrime: Double
        /// c = −½(z(H') + z(F')); negative says yes too easily.
        public let criterion: Double
        /// ln β = (z(F')² − z(H')²)/2
        public let lnBeta: Double
        public let yesRate: Double
        public let accuracy: Double
        public let balancedAccuracy: Double
        public let claimMinusTruth: Double

        init?(_ counts: SignalDetection, hitRate: Double, falseAlarmRate: Double) {
            let hit = (counts.hits + 0.5) / (counts.nTrue + 1)
            let falseAlarm = (counts.falseAlarms + 0.5) / (counts.nFalse + 1)
            guard let zHit = Normal.quantile(hit), let zFalseAlarm = Normal.quantile(falseAlarm) else {
                return nil
            }
            correctedHitRate = hit
            correctedFalseAlarmRate = falseAlarm
            dPrime = zHit - zFalseAlarm
            criterion = -(zHit + zFalseAlarm) / 2
            lnBeta = (zFalseAlarm * zFalseAlarm - zHit * zHit) / 2
            yesRate = counts.yesRate
            accuracy = counts.accuracy
            balancedAccuracy = (hitRate + 1 - falseAlarmRate) / 2
            claimMinusTruth = counts.claimMinusTruth
        }
    }
}
