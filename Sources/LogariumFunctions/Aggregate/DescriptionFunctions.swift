import LogariumStatistics

extension SQLFunction {
    /// Aggregates that describe one column, or one score in two classes. Rows with a NULL are skipped.
    static let descriptions: [SQLFunction] = [
        numericAggregate(
            "logsumexp", [SQLArgument("x", "log-probability, natural; -inf allowed; NULL is skipped")],
            "ln of the sum of exp(x) over rows, without underflow.", source: "Definition"
        ) { logSumExp($0[0].sorted()) },
        numericAggregate(
            "median", [value], "The middle value, or the mean of the two middle ones.",
            null: "the middle ones are -inf and +inf", source: "Definition"
        ) { $0[0].median },
        aggregate(
            "quantile", [value, SQLArgument("q", "probability, one for all rows")], .real,
            "The q-quantile by linear interpolation of order statistics (type 7).",
            null: "q is no probability, or the value lies between -inf and +inf",
            source: "Hyndman & Fan (1996)"
        ) { Quantile() },
        aggregate(
            "auc",
            [
                SQLArgument("score", "any; a row with NULL is skipped"),
                SQLArgument("is_positive", "0 or 1; a row with NULL is skipped"),
            ], .real, "Share of pairs in which a positive scores above a negative, ties half.",
            null: "a class is empty", source: "Mann & Whitney (1947)"
        ) { AreaUnderCurve() },
        aggregate(
            "signal_detection",
            [
                SQLArgument("said_yes", "0 or 1, between for a tie; a row with NULL is skipped"),
                SQLArgument("is_true", "0 or 1; a row with NULL is skipped"),
                SQLArgument("yes_logodds", "of the claim, for auc; may be NULL"),
                SQLArgument(
                    "cluster", "of dependent claims, for intervals; NULL: the claim is its own",
                    isOptional: true),
            ], .json(ClaimCounts.fields),
            "Who claims what against the truth: sensitivity, bias, and the two kinds of error.",
            source:
                "Signal detection with the log-linear correction of Hautus (1995); bootstrap of 10,000 resamples"
        ) { ClaimCounts() },
    ]

    private static let value = SQLArgument("x", "any; NULL is skipped")
}

private final class Quantile: SQLAggregate {
    private var values: [Double] = []
    private var q = Constant()

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        try q.set(row, 1)
        if let value = try row.number(0) { values.append(value) }
    }

    func finish() -> SQLValue { SQLValue(q.number.flatMap { values.quantile($0) }) }
}

private final class AreaUnderCurve: SQLAggregate {
    private var scores: (positives: [Double], negatives: [Double]) = ([], [])

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        guard let score = try row.number(0), let isPositive = try row.flag(1) else { return }
        if isPositive { scores.positives.append(score) } else { scores.negatives.append(score) }
    }

    func finish() -> SQLValue {
        SQLValue(areaUnderROC(positives: scores.positives, negatives: scores.negatives))
    }
}
