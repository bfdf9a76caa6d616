/// A value of y for a new state, with its interval.
public struct Prediction: Sendable, Equatable {
    public let value: Double
    /// Nil where two states were fitted.
    public let standardError: Double?
    /// value ± t_{m−2}·SE. Nil where two states were fitted.
    public let interval: ConfidenceInterval?
    /// m − 2 of the fit.
    public let degreesOfFreedom: Int
}

/// What the line says of the next size, and whether the last one was a surprise (STATISTICS.md 3.8).
///
/// Fit an unbounded metric (mean log-odds); through the logistic it is the probability *at the mean log-odds*.
public struct Forecast: Sendable, Equatable {
    public let prediction: Prediction
    /// Distance of x₀ beyond the fitted range, in units of that range; 0 inside it.
    public let extrapolation: Double
    /// The largest state predicted from the others. Nil where fewer than two distinct x would be left.
    public let backTest: BackTest?
    /// False for fewer than five states: show the back-test, claim nothing.
    public let isClaimable: Bool

    private static let fewestStates = 5

    /// - Parameters:
    ///   - x: one coordinate a state, ascending; y in the same order.
    ///   - x0: where to predict.
    ///
    /// Nil for fewer than two distinct x, or when x is not ascending.
    public init?(x: [Double], y: [Double], at x0: Double, confidence: Double = 0.95) {
        guard zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }), let first = x.first, let last = x.last,
            let fit = StateRegression(x: x, y: y)
        else { return nil }
        prediction = fit.prediction(at: x0, confidence: confidence)
        extrapolation = max(0, x0 - last, first - x0) / (last - first)
        backTest = BackTest(x: x, y: y, confidence: confidence)
        isClaimable = x.count >= Self.fewestStates
    }
}

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

extension StateRegression {
    /// At a new state's `x`.
    public func prediction(at x: Double, confidence: Double = 0.95) -> Prediction {
        let standardError = predictionStandardError(at: x)
        return Prediction(
            value: fitted(at: x), standardError: standardError,
            interval: standardError.flatMap {
                .studentT(
                    centre: fitted(at: x), standardError: $0,
                    degreesOfFreedom: Double(degreesOfFreedom), confidence: confidence)
            },
            degreesOfFreedom: degreesOfFreedom)
    }
}
