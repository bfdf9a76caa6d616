import LogariumStatistics

extension SQLFunction {
    /// One state a row: x is its coordinate, y its value. The scatter of the states is the noise. Rows with a NULL
    /// are skipped, and every aggregate sorts for itself.
    static let regressions: [SQLFunction] = [
        numericAggregate(
            "ols_slope", ["x", "y"], "Least-squares slope of y on x; NULL for fewer than two distinct x."
        ) { StateRegression(x: $0[0], y: $0[1])?.slope },
        numericAggregate(
            "ols_slope_stderr", ["x", "y"],
            "Standard error of ols_slope; NULL for fewer than three rows or two distinct x."
        ) { StateRegression(x: $0[0], y: $0[1])?.standardError },
        numericAggregate(
            "ols_slope_p", ["x", "y"],
            "Two-sided p of ols_slope (t with rows - 2 degrees of freedom); NULL as its stderr, and where that is 0."
        ) { StateRegression(x: $0[0], y: $0[1])?.inference?.pTwoSided },
        numericAggregate(
            "kendall_tau", ["x", "y"], "Kendall's tau-b; NULL where x or y is constant."
        ) { kendallTauB($0[0], $0[1]) },
        numericAggregate(
            "mann_kendall_p", ["x", "y"],
            "Two-sided p of the Mann-Kendall test of y in order of x, exact up to 10 rows (8 with ties in y); NULL "
                + "where x repeats, and where above that all y are equal."
        ) { mannKendallP($0) },
        numericAggregate(
            "spearman_rho", ["x", "y"], "Spearman's rank correlation; NULL where x or y is constant."
        ) { spearmanRho($0[0], $0[1]) },
        numericAggregate(
            "theil_sen", ["x", "y"],
            "Median of the slopes between all pairs of rows; NULL for fewer than two distinct x."
        ) { theilSenSlope(x: $0[0], y: $0[1]) },
        aggregate(
            "bigbench_curve", ["x", "y"],
            "JSON: linearity and breakthroughness of the scores y in order of x (BIG-bench), largest_step as a share of "
                + "the range, and status (ok, flat, infinite); null where undefined; NULL for fewer than two rows, or "
                + "an infinite y."
        ) { NumberColumns(count: 2) { bigBenchCurve($0)?.value ?? .null } },
        aggregate(
            "forecast", ["x", "y", "x0"],
            "JSON: the least-squares line's prediction at x0 with low, high, extrapolation and the back-test of the "
                + "largest x, claimable from five rows; null with a reason where undefined; NULL without rows."
        ) { ForecastLine() },
    ]

    private static func mannKendallP(_ columns: [[Double]]) -> Double? {
        let line = columns.sortedByFirst
        guard zip(line.x, line.x.dropFirst()).allSatisfy({ $0 < $1 }),
            let test = MannKendallTest(line.y)
        else { return nil }
        return test.pExact ?? test.pNormal
    }

    private static func bigBenchCurve(_ columns: [[Double]]) -> JSONObject? {
        let scores = columns.sortedByFirst.y
        guard let curve = BigBenchCurve(scores) else { return nil }
        var json = JSONObject()
        json.set("linearity", curve.linearity)
        json.set("breakthroughness", curve.breakthroughness)
        json.set("largest_step", Jaggedness.largestStepShare(scores))
        json.set("status", curve.status.rawValue)
        return json
    }
}
