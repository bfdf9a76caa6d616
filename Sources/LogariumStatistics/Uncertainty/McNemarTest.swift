/// McNemar's test on the examples where exactly one of two states is right.
public struct McNemarTest: Sendable, Equatable {
    /// Exact two-sided binomial p; 1 where no example is discordant.
    public let pExact: Double
    /// Mid-p: less conservative, half the probability of the observed table.
    public let pMid: Double

    /// - Parameters:
    ///   - onlyA: examples that the first state gets right and the second wrong; `onlyB` the reverse.
    ///
    /// Nil for negative counts.
    public init?(onlyA: Int, onlyB: Int) {
        guard onlyA >= 0, onlyB >= 0,
            let fair = Binomial(trials: onlyA + onlyB, probability: 0.5)
        else { return nil }
        let fewer = min(onlyA, onlyB)
        if onlyA == onlyB {
            pExact = 1
            pMid = onlyA == 0 ? 1 : 1 - fair.pmf(fewer) / 2
        } else {
            pExact = min(1, 2 * fair.cdf(fewer))
            pMid = pExact - fair.pmf(fewer)
        }
    }
}
