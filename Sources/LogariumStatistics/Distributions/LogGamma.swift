import CBoostMath

/// ln |Γ(x)|. Nil at the poles (0, −1, −2, …).
public func logGamma(_ x: Double) -> Double? {
    if x <= 0 && x == x.rounded() { return nil }
    return cboost_lgamma(x).ifDefined
}
