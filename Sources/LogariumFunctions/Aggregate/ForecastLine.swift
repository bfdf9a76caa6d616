import LogariumStatistics

/// `forecast`: rows with a NULL x or y are skipped.
final class ForecastLine: SQLAggregate {
    private var points: [[Double]] = [[], []]
    private var target = Constant()

    static let fields =
        [SQLField("m", "states"), SQLField("x0", "where predicted")] + prediction("", "at x0, 95 %")
        + [
            SQLField("df", "m - 2"),
            SQLField("claimable", "false for fewer than five states: show the back-test, claim nothing"),
            SQLField("extrapolation", "distance of x0 beyond the rows, in units of their range"),
        ] + prediction("backtest_", "of the largest x by the others") + [
            SQLField("backtest_actual", "y at the largest x"),
            SQLField("backtest_error", "actual less predicted"),
            SQLField("backtest_z", "error in prediction standard errors"),
            SQLField("backtest_inside", "whether actual is between low and high"),
            SQLField("backtest_naive_error", "actual less the y before it"),
            SQLField("backtest_skill", "1 - |error| / |naive error|"),
            SQLField("reason", "why there is no prediction: infinite_x, n_inf, one_x; else null"),
        ]

    private static func prediction(_ prefix: String, _ scope: String) -> [SQLField] {
        [
            SQLField(prefix + "prediction", "fitted value \(scope)"),
            SQLField(prefix + "stderr", "of the prediction; null where two states were fitted"),
            SQLField(prefix + "low", "lower bound; null as stderr"),
            SQLField(prefix + "high", "upper bound"),
        ]
    }

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        try target.set(row, 2)
        guard let x = try row.number(0), let y = try row.number(1) else { return }
        points[0].append(x)
        points[1].append(y)
    }

    func finish() -> SQLValue {
        guard !points[0].isEmpty, let x0 = target.number else { return .null }
        let line = points.sortedByFirst
        let forecast = Forecast(x: line.x, y: line.y, at: x0)
        var json = JSONObject()
        json.set("m", line.x.count)
        json.set("x0", x0)
        set(forecast?.prediction, prefix: "", in: &json)
        json.set("df", forecast?.prediction.degreesOfFreedom)
        json.set("claimable", forecast?.isClaimable)
        json.set("extrapolation", forecast?.extrapolation)
        set(forecast?.backTest, in: &json)
        json.set("reason", forecast == nil ? reason(line) : nil)
        return json.value
    }

    private func set(_ prediction: Prediction?, prefix: String, in json: inout JSONObject) {
        json.set(prefix + "prediction", prediction?.value)
        json.set(prefix + "stderr", prediction?.standardError)
        json.set(prefix + "low", prediction?.interval?.lower)
        json.set(prefix + "high", prediction?.interval?.upper)
    }

    private func set(_ test: BackTest?, in json: inout JSONObject) {
        set(test?.prediction, prefix: "backtest_", in: &json)
        json.set("backtest_actual", test?.actual)
        json.set("backtest_error", test?.error)
        json.set("backtest_z", test?.z)
        json.set("backtest_inside", test?.isInside)
        json.set("backtest_naive_error", test?.naiveError)
        json.set("backtest_skill", test?.skill)
    }

    private func reason(_ line: (x: [Double], y: [Double])) -> String {
        if !line.x.allSatisfy(\.isFinite) { return "infinite_x" }
        return line.y.allSatisfy(\.isFinite) ? "one_x" : "n_inf"
    }
}
