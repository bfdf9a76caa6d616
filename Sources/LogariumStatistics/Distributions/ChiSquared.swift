import CBoostMath

/// The χ² distribution.
public struct ChiSquared: Sendable, Equatable {
    public let degreesOfFreedom: Double

    /// Nil unless `degreesOfFreedom` is positive and finite.
    public init?(degreesOfFreedom: Double) {
        guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(X ≤ x).
    public func cdf(_ x: Double) -> Double { cboost_chi_squared_cdf(x, degreesOfFreedom) }

    /// P(X > x).
    public func upperTail(_ x: Double) -> Double { cboost_chi_squared_sf(x, degreesOfFreedom) }

    /// The x with P(X ≤ x) = `p`. Nil where `p` is no probability.
    public func quantile(_ p: Double) -> Double? {
        cboost_chi_squared_quantile(p, degreesOfFreedom).ifDefined
    }
}
