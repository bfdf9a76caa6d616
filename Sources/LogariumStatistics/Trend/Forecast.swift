/// What the line says of the next size, and whether the last one was a surprise (docs/statistics.md 3.8).
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
