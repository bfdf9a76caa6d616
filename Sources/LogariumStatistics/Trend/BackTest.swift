/// The largest state against the line through the smaller ones: outside its interval is a reversal alarm.
public struct BackTest: Sendable, Equatable {
    public let prediction: Prediction
    public let actual: Double
    /// Actual less the state before it: "same as the previous model".
    public let naiveError: Double

    /// Actual less predicted.
    public var error: Double { actual - prediction.value }
    /// Error in prediction standard errors. Nil where those are undefined or 0.
    public var z: Double? {
        prediction.standardError.flatMap { $0 > 0 ? error / $0 : nil }
    }
    /// Nil where there is no interval.
    public var isInside: Bool? { prediction.interval?.contains(actual) }
    /// 1 − |error|/|naive error|. Nil where the naive error is 0.
    public var skill: Double? { naiveError == 0 ? nil : 1 - abs(error) / abs(naiveError) }

    /// Nil where fewer than two distinct x are left without the largest.
    init?(x: [Double], y: [Double], confidence: Double) {
        guard let lastX = x.last, let actual = y.last,
            let fit = StateRegression(x: x.dropLast(), y: y.dropLast())
        else { return nil }
        prediction = fit.prediction(at: lastX, confidence: confidence)
        self.actual = actual
        naiveError = actual - y[y.count - 2]
    }
}
