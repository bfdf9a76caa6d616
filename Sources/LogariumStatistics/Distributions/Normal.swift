import CBoostMath

/// The standard normal distribution.
public enum Normal {
    /// P(Z ≤ z).
    public static func cdf(_ z: Double) -> Double { cboost_normal_cdf(z) }

    /// P(Z > z), accurate where `1 − cdf` would be 0.
    public static func upperTail(_ z: Double) -> Double { cboost_normal_sf(z) }

    /// The z with P(Z ≤ z) = `p`; ∓∞ at 0 and 1. Nil where `p` is no probability.
    public static func quantile(_ p: Double) -> Double? { cboost_normal_quantile(p).ifDefined }

    /// The z with P(Z > z) = `q`, accurate for tiny `q`. Nil where `q` is no probability.
    public static func upperQuantile(_ q: Double) -> Double? { cboost_normal_upper_quantile(q).ifDefined }

    /// P(|Z| > |z|).
    static func twoSided(_ z: Double) -> Double { 2 * upperTail(abs(z)) }
}

extension Double {
    /// Nil for NaN: the C functions mark what lies outside their domain with it.
    var ifDefined: Double? { isNaN ? nil : self }
}
