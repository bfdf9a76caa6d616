import LogariumCore

extension SQLFunction {
    /// Quantiles and the intervals made of them, which SQLite lacks.
    static let distributions: [SQLFunction] = [
        numeric("normal_quantile", ["p"], "The z with P(Z <= z) = p; NULL where p is no probability.") {
            Normal.quantile($0[0])
        },
        numeric(
            "t_quantile", ["p", "df"],
            "The t with P(T <= t) = p for Student's t with df degrees of freedom; NULL unless df > 0 and 0 <= p <= 1."
        ) {
            StudentT(degreesOfFreedom: $0[1])?.quantile($0[0])
        },
        numeric(
            "wilson_lower", ["p", "n"],
            "Lower bound of Wilson's 95 % interval of a share p of n examples; NULL unless n > 0 and 0 <= p <= 1."
        ) { wilson($0[0], $0[1])?.lower },
        numeric(
            "wilson_upper", ["p", "n"],
            "Upper bound of Wilson's 95 % interval of a share p of n examples; NULL unless n > 0 and 0 <= p <= 1."
        ) { wilson($0[0], $0[1])?.upper },
    ]

    /// Not `p * n` successes where p is 1: rounding must not move the bound off 1.
    private static func wilson(_ p: Double, _ n: Double) -> ConfidenceInterval? {
        ConfidenceInterval.wilson(successes: p == 1 ? n : p * n, trials: n)
    }
}
