import Glibc

extension ConfidenceInterval {
    /// Wilson's score interval of a proportion (Wilson 1927).
    /// - Parameters:
    ///   - successes: may be fractional, since ties give half a success.
    ///   - trials: may be fractional, since clusters shrink it.
    ///
    /// Nil without trials, or where the successes are not between 0 and the trials.
    public static func wilson(
        successes: Double, trials: Double, confidence: Double = 0.95
    ) -> ConfidenceInterval? {
        guard trials > 0, successes >= 0, successes <= trials, let z = criticalZ(confidence) else {
            return nil
        }
        let p = successes / trials
        let zz = z * z / trials
        let centre = (p + zz / 2) / (1 + zz)
        let halfWidth = z / (1 + zz) * sqrt(p * (1 - p) / trials + zz / (4 * trials))
        // Rounding must put neither bound outside [0, 1], nor on the wrong side of p.
        return ConfidenceInterval(
            lower: successes == 0 ? 0 : max(0, min(p, centre - halfWidth)),
            upper: successes == trials ? 1 : min(1, max(p, centre + halfWidth)))
    }
}
