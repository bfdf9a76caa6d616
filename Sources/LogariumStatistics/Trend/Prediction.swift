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
