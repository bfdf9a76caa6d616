import LogariumStatistics

extension SQLFunction {
    /// Aggregates that describe one column, or one score in two classes. Rows with a NULL are skipped.
    static let descriptions: [SQLFunction] = [
        numericAggregate(
            "logsumexp", ["x"], "ln of the sum of exp(x) over rows, without underflow; NULL without rows."
        ) { logSumExp($0[0]) },
        numericAggregate(
            "median", ["x"], "The middle value, or the mean of the two middle ones; NULL without rows."
        ) {
            $0[0].median
        },
        aggregate(
            "quantile", ["x", "q"],
            "The q-quantile of x by linear interpolation (type 7); NULL without rows or where q is no probability."
        ) { Quantile() },
        aggregate(
            "auc", ["score", "is_positive"],
            "Share of pairs in which a positive scores above a negative, ties half; NULL where a class is empty."
        ) { AreaUnderCurve() },
        aggregate(
            "signal_detection", ["said_yes", "is_true", "yes_logodds", "cluster"], optional: 1,
            "JSON over claims (said_yes in 0..1, a tie between): hits, false_alarms, d_prime, criterion, yes_rate, "
                + "claim_minus_truth, auc, …; with clusters also auc_low, auc_high and those of d_prime and "
                + "criterion (bootstrap over clusters), null where a resample has one class only; undefined values "
                + "are null, status one_class_only where all claims are true or all false; NULL without rows."
        ) { ClaimCounts() },
    ]
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
