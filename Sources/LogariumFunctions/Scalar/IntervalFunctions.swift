import LogariumStatistics

extension SQLFunction {
    /// Bounds of shares, and the sign test.
    static let intervals: [SQLFunction] = [
        numeric(
            "wilson_lower", ["p", "n"],
            "Lower bound of Wilson's 95 % interval of a share p of n examples; NULL unless n > 0 and 0 <= p <= 1."
        ) { wilson($0[0], $0[1])?.lower },
        numeric(
            "wilson_upper", ["p", "n"],
            "Upper bound of Wilson's 95 % interval of a share p of n examples; NULL unless n > 0 and 0 <= p <= 1."
        ) { wilson($0[0], $0[1])?.upper },
        counts(
            "clopper_pearson_lower", ["k", "n"],
            "Lower bound of the exact 95 % interval of k successes in n; NULL unless n > 0 and 0 <= k <= n are whole."
        ) { ConfidenceInterval.clopperPearson(successes: $0, trials: $1)?.lower },
        counts(
            "clopper_pearson_upper", ["k", "n"],
            "Upper bound of the exact 95 % interval of k successes in n; NULL unless n > 0 and 0 <= k <= n are whole."
        ) { ConfidenceInterval.clopperPearson(successes: $0, trials: $1)?.upper },
        counts(
            "upper_share_bound", ["k", "n"],
            "One-sided exact 95 % upper bound of the share behind k of n, close to 3/n for k = 0; NULL unless n > 0 "
                + "and 0 <= k <= n are whole."
        ) { upperShareBound(successes: $0, trials: $1) },
        counts(
            "sign_test_p", ["up", "down"],
            "Exact two-sided p of the sign test, unchanged ones left out; NULL where both are 0 or one is no count."
        ) { DirectionCounts(up: $0, down: $1)?.pSign },
    ]

    /// Not `p * n` successes where p is 1: rounding must not move the bound off 1.
    private static func wilson(_ p: Double, _ n: Double) -> ConfidenceInterval? {
        ConfidenceInterval.wilson(successes: p == 1 ? n : p * n, trials: n)
    }

    private static func counts(
        _ name: String, _ arguments: [String], _ summary: String,
        _ body: @escaping @Sendable (Int, Int) -> Double?
    ) -> SQLFunction {
        numeric(name, arguments, summary) { numbers in
            guard let first = count(numbers[0]), let second = count(numbers[1]) else { return nil }
            return body(first, second)
        }
    }

    /// Nil for what is no count, and for what a double cannot count exactly.
    private static func count(_ number: Double) -> Int? {
        number >= 0 && number < 0x1p53 ? Int(exactly: number) : nil
    }
}
