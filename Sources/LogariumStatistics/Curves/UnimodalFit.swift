/// The weighted least-squares fit that rises to a mode and then falls, or the reverse.
public struct UnimodalFit: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable { case peak, valley }

    /// As long as y.
    public let fitted: [Double]
    public let sse: Double
    /// How many values belong to the first arm; the fewest on ties.
    public let split: Int

    /// A smaller SSE must be smaller by more than rounding to move the split.
    private static let tolerance = 1e-15

    /// Nil for weights that are not positive or of another length.
    public init?(_ y: [Double], weights: [Double]? = nil, _ kind: Kind) {
        let weights = weights ?? [Double](repeating: 1, count: y.count)
        guard weights.count == y.count, weights.allSatisfy({ $0 > 0 }), y.allSatisfy(\.isFinite) else {
            return nil
        }
        let (first, second): (MonotoneDirection, MonotoneDirection) =
            kind == .peak ? (.increasing, .decreasing) : (.decreasing, .increasing)
        var best: (fitted: [Double], sse: Double, split: Int)?
        for split in 0...y.count {
            let arm1 = IsotonicFit(y[..<split], weights: weights[..<split], first)
            let arm2 = IsotonicFit(y[split...], weights: weights[split...], second)
            let sse = arm1.sse + arm2.sse
            if sse < (best?.sse ?? .infinity) - Self.tolerance {
                best = (arm1.fitted + arm2.fitted, sse, split)
            }
        }
        guard let best else { return nil }
        (fitted, sse, split) = best
    }
}
