/// Which way a monotone fit goes.
public enum MonotoneDirection: String, Sendable, CaseIterable { case increasing, decreasing }

/// The weighted least-squares monotone fit by pooling adjacent violators (PAVA): display, and "distance from
/// monotone" as SSE/SST. Tests only by bootstrap of examples.
public struct IsotonicFit: Sendable, Equatable {
    /// As long as y.
    public let fitted: [Double]
    /// Σ w·(y − fitted)²
    public let sse: Double
    /// SSE/SST, 0 for a monotone line and at most 1: "distance from monotone". Nil for a constant line.
    public let distance: Double?

    /// - Parameter weights: positive, as long as y; nil gives each value weight 1. Nil when they are not.
    public init?(_ y: [Double], weights: [Double]? = nil, _ direction: MonotoneDirection) {
        let weights = weights ?? [Double](repeating: 1, count: y.count)
        guard weights.count == y.count, weights.allSatisfy({ $0 > 0 }), y.allSatisfy(\.isFinite) else {
            return nil
        }
        self.init(y[...], weights: weights[...], direction)
    }

    init(_ y: ArraySlice<Double>, weights: ArraySlice<Double>, _ direction: MonotoneDirection) {
        let sign = direction == .increasing ? 1.0 : -1.0
        let pooled = Self.pool(y.map { sign * $0 }, weights: weights).map { sign * $0 }
        fitted = pooled
        sse = dotProduct(weights, zip(y, pooled).lazy.map { ($0 - $1) * ($0 - $1) })
        let centre = dotProduct(weights, y) / weights.compensatedSum
        let sst = dotProduct(weights, y.lazy.map { ($0 - centre) * ($0 - centre) })
        distance = sst > 0 ? sse / sst : nil
    }

    /// Pools while the block before is at or above the last one.
    private static func pool(_ y: [Double], weights: ArraySlice<Double>) -> [Double] {
        var blocks: [(mean: Double, weight: Double, count: Int)] = []
        for (value, weight) in zip(y, weights) {
            var last = (mean: value, weight: weight, count: 1)
            while let before = blocks.last, before.mean >= last.mean {
                blocks.removeLast()
                let total = before.weight + last.weight
                last = (
                    (before.mean * before.weight + last.mean * last.weight) / total, total,
                    before.count + last.count
                )
            }
            blocks.append(last)
        }
        return blocks.flatMap { Array<Double>(repeating: $0.mean, count: $0.count) }
    }
}
