import LogariumStatistics

extension SQLFunction {
    /// One state a row: x is its coordinate, y its value. The scatter of the states is the noise. Rows with a NULL
    /// are skipped, and every aggregate sorts for itself.
    static let regressions: [SQLFunction] = leastSquares + ranks

    private static let point = [
        SQLArgument("x", "coordinate of a state; a row with NULL is skipped"),
        SQLArgument("y", "its value; a row with NULL is skipped"),
    ]
    private static let oneX = "there are fewer than two distinct x"
    private static let isConstant = "x or y is constant"

    private static let leastSquares: [SQLFunction] = [
        numericAggregate(
            "ols_slope", point, "Least-squares slope of y on x.", null: oneX, source: "Least squares"
        ) { StateRegression(x: $0[0], y: $0[1])?.slope },
        numericAggregate(
            "ols_slope_stderr", point, "Standard error of ols_slope.",
            null: "there are fewer than three rows or two distinct x", source: "Least squares"
        ) { StateRegression(x: $0[0], y: $0[1])?.standardError },
        numericAggregate(
            "ols_slope_p", point, "Two-sided p of ols_slope, t with rows - 2 degrees of freedom.",
            null: "there are fewer than three rows or two distinct x, or the rows lie exactly on a line",
            source: "Least squares"
        ) { StateRegression(x: $0[0], y: $0[1])?.inference?.pTwoSided },
        aggregate(
            "forecast", point + [SQLArgument("x0", "where to predict, one for all rows")],
            .json(ForecastLine.fields),
            "The least-squares line's prediction at x0, and the back-test of the largest x.",
            null: "x0 is NULL",
            source: "Prediction interval of least squares, t with m - 2 degrees of freedom"
        ) { ForecastLine() },
        aggregate(
            "bigbench_curve", point, .json(bigBenchFields),
            "How straight and how sudden the line of scores y in order of x is; no x enters.",
            null: "there are fewer than two rows, or a y is infinite",
            source: "Srivastava et al. (2022), appendix B"
        ) { NumberColumns(count: 2) { bigBenchCurve($0)?.value ?? .null } },
    ]

    private static let ranks: [SQLFunction] = [
        numericAggregate(
            "corr", point, "Pearson's correlation.", null: isConstant, source: "Pearson (1895)"
        ) { pearsonCorrelation($0[0], $0[1]) },
        pairwise(
            "kendall_tau", point, "Kendall's tau-b.", null: isConstant, source: "Kendall (1945)"
        ) { kendallTauB($0[0], $0[1]) },
        pairwise(
            "mann_kendall_p", point,
            "Two-sided p of a trend of y in order of x, exact up to 10 rows (8 with ties in y), else normal.",
            null: "x repeats, or all y of more than 8 rows are equal", source: "Mann (1945), Kendall (1975)"
        ) { mannKendallP($0) },
        numericAggregate(
            "spearman_rho", point, "Spearman's rank correlation.", null: isConstant, source: "Spearman (1904)"
        ) { spearmanRho($0[0], $0[1]) },
        pairwise(
            "theil_sen", point, "Median of the slopes between all pairs of rows.", null: oneX,
            source: "Theil (1950), Sen (1968)"
        ) { theilSenSlope(x: $0[0], y: $0[1]) },
    ]

    /// As `numericAggregate`, for what compares every row with every other: refuses more rows than it has time and
    /// memory for.
    private static func pairwise(
        _ name: String, _ arguments: [SQLArgument], _ summary: String, null undefined: String,
        source: String, _ body: @escaping @Sendable (_ columns: [[Double]]) -> Double?
    ) -> SQLFunction {
        let sentence = "\(summary.dropLast()), of at most \(mostRowsInPairs) rows."
        return aggregate(name, arguments, .real, sentence, null: undefined, source: source) {
            NumberColumns(count: arguments.count) { (columns) throws(SQLFunctionError) in
                guard columns[0].count <= mostRowsInPairs else {
                    throw SQLFunctionError(
                        "\(columns[0].count) rows are more than the \(mostRowsInPairs) whose pairs it compares; "
                            + "give it states, not examples: group first")
                }
                return SQLValue(body(columns))
            }
        }
    }

    /// 12.5 million pairs: 100 MB.
    private static let mostRowsInPairs = 5000

    private static func mannKendallP(_ columns: [[Double]]) -> Double? {
        let line = columns.sortedByFirst
        guard zip(line.x, line.x.dropFirst()).allSatisfy({ $0 < $1 }),
            let test = MannKendallTest(line.y)
        else { return nil }
        return test.pExact ?? test.pNormal
    }

    private static let bigBenchFields = [
        SQLField("linearity", "m - 1 for a straight line; null for a flat one"),
        SQLField("breakthroughness", "the same with the median step; null unless status is ok"),
        SQLField("largest_step", "share of the range; null for a flat line"),
        SQLField("status", "ok; flat; infinite: half the steps are 0, breakthroughness has no bound"),
    ]

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
