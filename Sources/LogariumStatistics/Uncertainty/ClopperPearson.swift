extension ConfidenceInterval {
    /// The exact interval of a binomial proportion (Clopper & Pearson 1934).
    ///
    /// Nil without trials, or where the successes are not between 0 and the trials.
    public static func clopperPearson(
        successes: Int, trials: Int, confidence: Double = 0.95
    ) -> ConfidenceInterval? {
        let oneSided = (1 + confidence) / 2
        guard confidence > 0, confidence < 1,
            let lower = lowerShareBound(successes: successes, trials: trials, confidence: oneSided),
            let upper = upperShareBound(successes: successes, trials: trials, confidence: oneSided)
        else { return nil }
        return ConfidenceInterval(lower: lower, upper: upper)
    }
}

/// The one-sided exact upper bound of a share: "at most this many of such tests rise".
///
/// 1 − (1 − confidence)^(1/n) for no success, close to 3/n at 95 %; else Beta⁻¹(confidence; k+1, n−k).
/// Nil without trials, or where the successes are not between 0 and the trials.
public func upperShareBound(successes: Int, trials: Int, confidence: Double = 0.95) -> Double? {
    guard trials > 0, successes >= 0, successes <= trials else { return nil }
    if successes == trials { return 1 }
    return Beta(Double(successes + 1), Double(trials - successes))?.quantile(confidence)
}

/// The one-sided exact lower bound of a share. Nil as `upperShareBound`.
public func lowerShareBound(successes: Int, trials: Int, confidence: Double = 0.95) -> Double? {
    guard trials > 0, successes >= 0, successes <= trials else { return nil }
    if successes == 0 { return 0 }
    return Beta(Double(successes), Double(trials - successes + 1))?.quantile(1 - confidence)
}
