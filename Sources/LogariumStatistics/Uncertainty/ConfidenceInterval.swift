/// Both bounds of an interval, in the unit of the estimate.
public struct ConfidenceInterval: Sendable, Equatable {
    public let lower: Double
    public let upper: Double

    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    init(centre: Double, halfWidth: Double) {
        self.init(lower: centre - halfWidth, upper: centre + halfWidth)
    }

    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// centre ± z·SE. Nil unless `confidence` is in (0, 1).
    public static func normal(
        centre: Double, standardError: Double, confidence: Double = 0.95
    ) -> ConfidenceInterval? {
        guard let z = criticalZ(confidence) else { return nil }
        return ConfidenceInterval(centre: centre, halfWidth: z * standardError)
    }

    /// centre ± t·SE. Nil unless `confidence` is in (0, 1) and the degrees of freedom are positive.
    public static func studentT(
        centre: Double, standardError: Double, degreesOfFreedom: Double, confidence: Double = 0.95
    ) -> ConfidenceInterval? {
        guard confidence > 0, confidence < 1,
            let t = StudentT(degreesOfFreedom: degreesOfFreedom)?.quantile(0.5 + confidence / 2)
        else { return nil }
        return ConfidenceInterval(centre: centre, halfWidth: t * standardError)
    }

    /// The two-sided normal quantile: 1.959963984540054 for 0.95.
    static func criticalZ(_ confidence: Double) -> Double? {
        guard confidence > 0, confidence < 1 else { return nil }
        return Normal.upperQuantile((1 - confidence) / 2)
    }
}
