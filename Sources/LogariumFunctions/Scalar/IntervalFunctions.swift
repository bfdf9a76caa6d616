import LogariumStatistics

extension SQLFunction {
    /// Bounds of shares, and the sign test.
    static let intervals: [SQLFunction] = student + wilson + exact

    private static let estimate = [
        SQLArgument("estimate", "any"), SQLArgument("stderr", "of the estimate, in its unit"),
        SQLArgument("df", "degrees of freedom, positive; need not be whole"),
    ]
    private static let noSpread = "df is not positive"

    private static let student: [SQLFunction] = [
        numeric(
            "t_lower", estimate, "Lower bound of the 95 % t interval of an estimate.", null: noSpread,
            source: "Student's t, by Boost.Math"
        ) { tInterval($0)?.lower },
        numeric(
            "t_upper", estimate, "Upper bound of the 95 % t interval of an estimate.", null: noSpread,
            source: "Student's t, by Boost.Math"
        ) { tInterval($0)?.upper },
        numeric(
            "t_p", estimate, "Two-sided p of an estimate against 0.", null: "\(noSpread), or stderr is 0",
            source: "Student's t, by Boost.Math"
        ) { estimate in
            guard estimate[1] > 0, let t = StudentT(degreesOfFreedom: estimate[2]) else { return nil }
            return 2 * t.upperTail(abs(estimate[0]) / estimate[1])
        },
    ]

    private static func tInterval(_ estimate: [Double]) -> ConfidenceInterval? {
        .studentT(centre: estimate[0], standardError: estimate[1], degreesOfFreedom: estimate[2])
    }

    private static let clusteredShare = [
        share[0], SQLArgument("stderr", "of the share, clustered"), SQLArgument("n", "examples"),
        SQLArgument("clusters", "groups of dependent examples"),
    ]

    private static let wilson: [SQLFunction] = [
        numeric(
            "clustered_wilson_lower", clusteredShare,
            "As wilson_lower, at the number of independent examples that would have this stderr.",
            null: "p is not from 0 to 1, or n or clusters is no count above 0",
            source: "Korn & Graubard (1998)"
        ) { clusteredWilson($0)?.lower },
        numeric(
            "clustered_wilson_upper", clusteredShare, "As clustered_wilson_lower, the upper bound.",
            null: "p is not from 0 to 1, or n or clusters is no count above 0",
            source: "Korn & Graubard (1998)"
        ) { clusteredWilson($0)?.upper },
        numeric(
            "wilson_lower", share, "Lower bound of the 95 % score interval of a share.", null: noShare,
            source: "Wilson (1927)"
        ) { wilsonInterval($0[0], $0[1])?.lower },
        numeric(
            "wilson_upper", share, "Upper bound of the 95 % score interval of a share.", null: noShare,
            source: "Wilson (1927)"
        ) { wilsonInterval($0[0], $0[1])?.upper },
    ]

    private static let share = [
        SQLArgument("p", "share, 0 to 1; half credits of ties allowed"),
        SQLArgument("n", "examples, or their effective number; need not be whole"),
    ]
    private static let noShare = "n is not positive or p not from 0 to 1"

    private static func clusteredWilson(_ share: [Double]) -> ConfidenceInterval? {
        guard let n = count(share[2]), let clusters = count(share[3]) else { return nil }
        return ClusteredProportion(
            proportion: share[0], standardError: share[1], count: n, clusters: clusters
        )?.interval()
    }

    /// Not `p * n` successes where p is 1: rounding must not move the bound off 1.
    private static func wilsonInterval(_ p: Double, _ n: Double) -> ConfidenceInterval? {
        ConfidenceInterval.wilson(successes: p == 1 ? n : p * n, trials: n)
    }

    private static let exact: [SQLFunction] = [
        counts(
            "clopper_pearson_lower", successes, "Lower bound of the exact 95 % interval of a share.",
            null: noCounts, source: "Clopper & Pearson (1934)"
        ) { ConfidenceInterval.clopperPearson(successes: $0, trials: $1)?.lower },
        counts(
            "clopper_pearson_upper", successes, "Upper bound of the exact 95 % interval of a share.",
            null: noCounts, source: "Clopper & Pearson (1934)"
        ) { ConfidenceInterval.clopperPearson(successes: $0, trials: $1)?.upper },
        counts(
            "upper_share_bound", successes,
            "One-sided exact 95 % upper bound of the share behind k of n, close to 3/n for k = 0.",
            null: noCounts, source: "Clopper & Pearson (1934)"
        ) { upperShareBound(successes: $0, trials: $1) },
        counts(
            "sign_test_p", [SQLArgument("up", "count, whole"), SQLArgument("down", "count, whole")],
            "Exact two-sided p of as many going up as down, unchanged ones left out.",
            null: "both are 0, one is no whole number of at least 0, or they are above 1e12 together",
            source: "Exact binomial test"
        ) { DirectionCounts(up: $0, down: $1)?.pSign },
    ]

    private static let successes = [
        SQLArgument("k", "successes, whole"), SQLArgument("n", "trials, whole"),
    ]
    private static let noCounts = "not 0 <= k <= n with n > 0, one is not whole, or n is above 1e12"

    private static func counts(
        _ name: String, _ arguments: [SQLArgument], _ summary: String, null undefined: String,
        source: String, _ body: @escaping @Sendable (Int, Int) -> Double?
    ) -> SQLFunction {
        numeric(name, arguments, summary, null: undefined, source: source) { numbers in
            guard let first = count(numbers[0]), let second = count(numbers[1]) else { return nil }
            return body(first, second)
        }
    }

    /// Nil for what is no count, and for what a double cannot count exactly.
    private static func count(_ number: Double) -> Int? {
        number >= 0 && number < 0x1p53 ? Int(exactly: number) : nil
    }
}
