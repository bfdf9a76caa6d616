import Glibc

/// An estimate whose error is t-distributed: a mean, a difference of two states, a slope, an arm of a U.
public struct ContrastEstimate: Sendable, Equatable {
    public let value: Double
    public let standardError: Double
    /// C − 1, clusters less one; at least 1.
    public let degreesOfFreedom: Int
    private let distribution: StudentT?

    public init(_ value: Double, standardError: Double, degreesOfFreedom: Int) {
        self.value = value
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        distribution = StudentT(degreesOfFreedom: Double(degreesOfFreedom))
    }

    /// True where the standard error is 0: the p-values are then 0 or 1 by convention, and say nothing.
    public var isDegenerate: Bool { standardError == 0 }

    /// value/SE; where SE is 0: 0 for a value of 0, else ±∞.
    public var t: Double { tStatistic(value) }

    /// One-sided p of "not above 0".
    public var pGreater: Double { upperTail(t) }

    /// One-sided p of "not below 0".
    public var pLess: Double { upperTail(-t) }

    /// Of "no change in the direction seen".
    var pInDirectionSeen: Double { value < 0 ? pLess : pGreater }

    public var pTwoSided: Double { 2 * upperTail(abs(t)) }

    /// TOST: the p of "not inside ±`margin`" (Schuirmann 1987), the larger of its two one-sided tests.
    public func pEquivalence(margin: Double) -> Double {
        if isDegenerate { return abs(value) < margin ? 0 : 1 }
        return upperTail(equivalenceT(margin: margin))
    }

    /// The smaller t of TOST's two tests, whose p is the larger: how far inside ±`margin` the estimate is, in SEs.
    func equivalenceT(margin: Double) -> Double {
        if isDegenerate { return abs(value) < margin ? .infinity : -.infinity }
        return (margin - abs(value)) / standardError
    }

    /// value ± t·SE. Nil unless `confidence` is in (0, 1) and there are degrees of freedom.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        .studentT(
            centre: value, standardError: standardError, degreesOfFreedom: Double(degreesOfFreedom),
            confidence: confidence)
    }

    private func tStatistic(_ distance: Double) -> Double {
        if standardError > 0 { return distance / standardError }
        return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity
    }

    private func upperTail(_ t: Double) -> Double { distribution?.upperTail(t) ?? 1 }
}
