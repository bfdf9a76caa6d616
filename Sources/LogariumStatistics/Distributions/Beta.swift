import CBoostMath

/// The beta distribution.
public struct Beta: Sendable, Equatable {
    public let a: Double
    public let b: Double

    /// Beyond it the incomplete beta function loses its digits, and then takes minutes.
    static let largestShape = 1e12

    /// Nil unless both shape parameters are positive and at most 10¹².
    public init?(_ a: Double, _ b: Double) {
        guard a > 0, a <= Self.largestShape, b > 0, b <= Self.largestShape else { return nil }
        self.a = a
        self.b = b
    }

    /// P(X ≤ x): the regularised incomplete beta function I_x(a, b).
    public func cdf(_ x: Double) -> Double { cboost_beta_cdf(x, a, b) }

    /// P(X > x).
    public func upperTail(_ x: Double) -> Double { cboost_beta_sf(x, a, b) }

    /// The x with P(X ≤ x) = `p`. Nil where `p` is no probability.
    public func quantile(_ p: Double) -> Double? { cboost_beta_quantile(p, a, b).ifDefined }
}
