import CBoostMath

/// The beta distribution.
public struct Beta: Sendable, Equatable {
    public let a: Double
    public let b: Double

    /// Nil unless both shape parameters are positive and finite.
    public init?(_ a: Double, _ b: Double) {
        guard a > 0, a.isFinite, b > 0, b.isFinite else { return nil }
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
