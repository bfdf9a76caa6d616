import CBoostMath

/// Fisher's F distribution.
public struct FisherF: Sendable, Equatable {
    public let numerator: Double
    public let denominator: Double

    /// Nil unless both degrees of freedom are positive and at most 10¹², as `Beta`.
    public init?(numerator: Double, denominator: Double) {
        guard numerator > 0, numerator <= Beta.largestShape, denominator > 0,
            denominator <= Beta.largestShape
        else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// P(X ≤ x).
    public func cdf(_ x: Double) -> Double { cboost_f_cdf(x, numerator, denominator) }

    /// P(X > x).
    public func upperTail(_ x: Double) -> Double { cboost_f_sf(x, numerator, denominator) }

    /// The x with P(X ≤ x) = `p`. Nil where `p` is no probability.
    public func quantile(_ p: Double) -> Double? {
        cboost_f_quantile(p, numerator, denominator).ifDefined
    }
}
