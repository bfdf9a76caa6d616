import LogariumStatistics

extension SQLFunction {
    /// Distribution functions, upper tails (accurate where 1 − cdf would be 0) and quantiles.
    static let distributions: [SQLFunction] = normal + studentT + chiSquared + fisherF + beta

    private static let boost = "Boost.Math"
    private static let noProbability = "p is no probability"
    private static let p = SQLArgument("p", "probability, 0 and 1 included")
    private static let df = SQLArgument("df", "degrees of freedom, positive; need not be whole")
    private static let noFreedom = "df is not positive"

    private static let normal: [SQLFunction] = [
        numeric(
            "normal_cdf", [SQLArgument("z", "any")], "P(Z <= z) of the standard normal distribution.",
            source: boost
        ) { Normal.cdf($0[0]) },
        numeric(
            "normal_upper_tail", [SQLArgument("z", "any")], "P(Z > z) of the standard normal distribution.",
            source: boost
        ) { Normal.upperTail($0[0]) },
        numeric(
            "normal_quantile", [p], "The z with P(Z <= z) = p; infinite at 0 and 1.", null: noProbability,
            source: boost
        ) { Normal.quantile($0[0]) },
    ]

    private static let t = SQLArgument("t", "any")

    private static let studentT: [SQLFunction] = [
        numeric("t_cdf", [t, df], "P(T <= t) of Student's t distribution.", null: noFreedom, source: boost) {
            StudentT(degreesOfFreedom: $0[1])?.cdf($0[0])
        },
        numeric(
            "t_upper_tail", [t, df], "P(T > t) of Student's t distribution.", null: noFreedom, source: boost
        ) { StudentT(degreesOfFreedom: $0[1])?.upperTail($0[0]) },
        numeric(
            "t_quantile", [p, df], "The t with P(T <= t) = p; infinite at 0 and 1.",
            null: "\(noProbability) or \(noFreedom)", source: boost
        ) { StudentT(degreesOfFreedom: $0[1])?.quantile($0[0]) },
    ]

    private static let x = SQLArgument("x", "any; nothing lies below 0")

    private static let chiSquared: [SQLFunction] = [
        numeric(
            "chi2_cdf", [x, df], "P(X <= x) of the chi-squared distribution.", null: noFreedom, source: boost
        ) { ChiSquared(degreesOfFreedom: $0[1])?.cdf($0[0]) },
        numeric(
            "chi2_upper_tail", [x, df], "P(X > x) of the chi-squared distribution.", null: noFreedom,
            source: boost
        ) { ChiSquared(degreesOfFreedom: $0[1])?.upperTail($0[0]) },
        numeric(
            "chi2_quantile", [p, df], "The x with P(X <= x) = p; infinite at 1.",
            null: "\(noProbability) or \(noFreedom)", source: boost
        ) { ChiSquared(degreesOfFreedom: $0[1])?.quantile($0[0]) },
    ]

    private static let freedoms = [
        SQLArgument("df1", "degrees of freedom of the numerator, positive"),
        SQLArgument("df2", "degrees of freedom of the denominator, positive"),
    ]
    private static let noFreedoms = "df1 or df2 is not positive or above 1e12"

    private static let fisherF: [SQLFunction] = [
        numeric(
            "f_cdf", [x] + freedoms, "P(X <= x) of Fisher's F distribution.", null: noFreedoms, source: boost
        ) { FisherF(numerator: $0[1], denominator: $0[2])?.cdf($0[0]) },
        numeric(
            "f_upper_tail", [x] + freedoms, "P(X > x) of Fisher's F distribution.", null: noFreedoms,
            source: boost
        ) { FisherF(numerator: $0[1], denominator: $0[2])?.upperTail($0[0]) },
        numeric(
            "f_quantile", [p] + freedoms, "The x with P(X <= x) = p; infinite at 1.",
            null: "\(noProbability), or \(noFreedoms)", source: boost
        ) { FisherF(numerator: $0[1], denominator: $0[2])?.quantile($0[0]) },
    ]

    private static let shares = SQLArgument("x", "any; all lies from 0 to 1")
    private static let shapes = [
        SQLArgument("a", "first shape, positive"), SQLArgument("b", "second shape, positive"),
    ]
    private static let noShapes = "a or b is not positive or above 1e12"

    private static let beta: [SQLFunction] = [
        numeric(
            "beta_cdf", [shares] + shapes,
            "P(X <= x) of the beta distribution: the regularised incomplete beta function I_x(a, b).",
            null: noShapes, source: boost
        ) { Beta($0[1], $0[2])?.cdf($0[0]) },
        numeric(
            "beta_upper_tail", [shares] + shapes, "P(X > x) of the beta distribution.", null: noShapes,
            source: boost
        ) { Beta($0[1], $0[2])?.upperTail($0[0]) },
        numeric(
            "beta_quantile", [p] + shapes, "The x with P(X <= x) = p.",
            null: "\(noProbability), or \(noShapes)",
            source: boost
        ) { Beta($0[1], $0[2])?.quantile($0[0]) },
    ]
}
