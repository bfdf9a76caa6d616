import LogariumStatistics

extension SQLFunction {
    /// Bounds of shares, and the sign test.
    static let intervals: [SQLFunction] = wilson + exact

    private static let wilson: [SQLFunction] = [
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
