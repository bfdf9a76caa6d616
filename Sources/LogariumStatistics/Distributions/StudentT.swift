import CBoostMath

/// Student's t distribution.
public struct StudentT: Sendable, Equatable {
    public let degreesOfFreedom: Double

    /// Nil unless `degreesOfFreedom` is positive and finite; it need not be whole.
    public init?(degreesOfFreedom: Double) {
        guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(T ≤ t).
    public func cdf(_ t: Double) -> Double { cboost_student_t_cdf(t, degreesOfFreedom) }

    /// P(T > t).
    public func upperTail(_ t: Double) -> Double { cboost_student_t_sf(t, degreesOfFreedom) }

    /// The t with P(T ≤ t) = `p`; ∓∞ at 0 and 1. Nil where `p` is no probability.
    public func quantile(_ p: Double) -> Double? {
        cboost_student_t_quantile(p, degreesOfFreedom).ifDefined
    }

    /// P(|T| > |t|).
    public func twoSided(_ t: Double) -> Double { 2 * upperTail(abs(t)) }
}
