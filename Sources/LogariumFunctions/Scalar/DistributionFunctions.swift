import LogariumStatistics

extension SQLFunction {
    /// Distribution functions, upper tails (accurate where 1 − cdf would be 0) and quantiles.
    static let distributions: [SQLFunction] = normal + studentT + chiSquared + fisherF + beta

    private static let normal: [SQLFunction] = [
        numeric("normal_cdf", ["z"], "P(Z <= z) of the standard normal distribution.") { Normal.cdf($0[0]) },
        numeric("normal_upper_tail", ["z"], "P(Z > z) of the standard normal distribution.") {
            Normal.upperTail($0[0])
        },
        numeric("normal_quantile", ["p"], "The z with P(Z <= z) = p; NULL where p is no probability.") {
            Normal.quantile($0[0])
        },
    ]

    private static let studentT: [SQLFunction] = [
        numeric(
            "t_cdf", ["t", "df"], "P(T <= t) of Student's t with df degrees of freedom; NULL unless df > 0."
        ) {
            StudentT(degreesOfFreedom: $0[1])?.cdf($0[0])
        },
        numeric(
            "t_upper_tail", ["t", "df"],
            "P(T > t) of Student's t with df degrees of freedom; NULL unless df > 0."
        ) { StudentT(degreesOfFreedom: $0[1])?.upperTail($0[0]) },
        numeric(
            "t_quantile", ["p", "df"],
            "The t with P(T <= t) = p for Student's t with df degrees of freedom; NULL unless df > 0 and 0 <= p <= 1."
        ) { StudentT(degreesOfFreedom: $0[1])?.quantile($0[0]) },
    ]

    private static let chiSquared: [SQLFunction] = [
        numeric(
            "chi2_cdf", ["x", "df"],
            "P(X <= x) of chi-squared with df degrees of freedom; NULL unless df > 0."
        ) {
            ChiSquared(degreesOfFreedom: $0[1])?.cdf($0[0])
        },
        numeric(
            "chi2_upper_tail", ["x", "df"],
            "P(X > x) of chi-squared with df degrees of freedom; NULL unless df > 0."
        ) { ChiSquared(degreesOfFreedom: $0[1])?.upperTail($0[0]) },
        numeric(
            "chi2_quantile", ["p", "df"],
            "The x with P(X <= x) = p for chi-squared with df degrees of freedom; NULL unless df > 0 and 0 <= p <= 1."
        ) { ChiSquared(degreesOfFreedom: $0[1])?.quantile($0[0]) },
    ]

    private static let fisherF: [SQLFunction] = [
        numeric(
            "f_cdf", ["x", "df1", "df2"],
            "P(X <= x) of Fisher's F with df1 and df2 degrees of freedom; NULL unless both are positive."
        ) { FisherF(numerator: $0[1], denominator: $0[2])?.cdf($0[0]) },
        numeric(
            "f_upper_tail", ["x", "df1", "df2"],
            "P(X > x) of Fisher's F with df1 and df2 degrees of freedom; NULL unless both are positive."
        ) { FisherF(numerator: $0[1], denominator: $0[2])?.upperTail($0[0]) },
        numeric(
            "f_quantile", ["p", "df1", "df2"],
            "The x with P(X <= x) = p for Fisher's F; NULL unless df1 and df2 are positive and 0 <= p <= 1."
        ) { FisherF(numerator: $0[1], denominator: $0[2])?.quantile($0[0]) },
    ]

    private static let beta: [SQLFunction] = [
        numeric(
            "beta_cdf", ["x", "a", "b"],
            "P(X <= x) of the beta distribution, the incomplete beta function I_x(a, b); NULL unless a, b > 0."
        ) { Beta($0[1], $0[2])?.cdf($0[0]) },
        numeric(
            "beta_upper_tail", ["x", "a", "b"],
            "P(X > x) of the beta distribution; NULL unless a, b > 0."
        ) { Beta($0[1], $0[2])?.upperTail($0[0]) },
        numeric(
            "beta_quantile", ["p", "a", "b"],
            "The x with P(X <= x) = p for the beta distribution; NULL unless a, b > 0 and 0 <= p <= 1."
        ) { Beta($0[1], $0[2])?.quantile($0[0]) },
    ]
}
