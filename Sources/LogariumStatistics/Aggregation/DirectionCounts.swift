/// How many tests rise, fall or stay, and what that bounds (docs/statistics.md 4).
public struct DirectionCounts: Sendable, Equatable {
    public let up: Int
    public let down: Int
    /// Exactly unchanged, or within the band, as the caller counts.
    public let flat: Int

    /// Nil for negative counts.
    public init?(up: Int, down: Int, flat: Int = 0) {
        guard up >= 0, down >= 0, flat >= 0 else { return nil }
        self.up = up
        self.down = down
        self.flat = flat
    }

    /// Up above `band`, down below −`band`, else flat.
    public init(changes: [Double], band: Double = 0) {
        up = changes.count { $0 > band }
        down = changes.count { $0 < -band }
        flat = changes.count - up - down
    }

    public var total: Int { up + down + flat }
    /// Shares of all tests. Nil without tests.
    public var shareUp: Double? { share(of: up) }
    public var shareDown: Double? { share(of: down) }
    public var shareFlat: Double? { share(of: flat) }

    /// Exact two-sided binomial p, the flat ones dropped. Nil where all are. Six unanimous tests are the fewest
    /// for p < .05.
    public var pSign: Double? {
        guard up + down > 0, let fair = Binomial(trials: up + down, probability: 0.5) else { return nil }
        return up == down ? 1 : min(1, 2 * fair.cdf(min(up, down)))
    }

    /// One-sided exact bound: 300 of 300 falling leaves up to 0.99 % rising; 5 of 5, 45 %. Nil without tests.
    public func upperShareUp(confidence: Double = 0.95) -> Double? {
        upperShareBound(successes: up, trials: total, confidence: confidence)
    }

    /// One-sided exact bound. Nil without tests.
    public func lowerShareDown(confidence: Double = 0.95) -> Double? {
        lowerShareBound(successes: down, trials: total, confidence: confidence)
    }

    /// Nil without tests.
    public func wilsonShareDown(confidence: Double = 0.95) -> ConfidenceInterval? {
        .wilson(successes: Double(down), trials: Double(total), confidence: confidence)
    }

    private func share(of count: Int) -> Double? {
        total == 0 ? nil : Double(count) / Double(total)
    }
}
