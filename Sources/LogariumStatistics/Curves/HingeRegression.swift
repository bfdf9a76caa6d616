/// Continuous two-segment regression with a searched break: sup-F against one line (docs/statistics.md 3.7).
///
/// For 12 checkpoints or more, not for 4 to 8 sizes. Its null is not the F distribution, since the break is
/// searched: use `permutationP`.
public struct HingeRegression: Sendable, Equatable {
    /// (SSE_line − SSE_hinge)/(SSE_hinge/(n − 3)) at the best break; +∞ where the hinge fits exactly.
    public let supF: Double
    /// Index from 0 of the break among the points; the first on ties.
    public let breakIndex: Int
    public let breakX: Double
    public let sseLine: Double
    public let sseHinge: Double
    public let slopeLow: Double
    public let slopeHigh: Double

    /// - Parameters:
    ///   - x: ascending.
    ///   - trim: points at either end that cannot be the break.
    ///
    /// Nil for fewer than four points, unequal lengths, an x that is not ascending or has no spread.
    public init?(x: [Double], y: [Double], trim: Int = 1) {
        guard x.count == y.count, x.count > 3, trim >= 1, trim < x.count - trim, x.first != x.last,
            zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }), x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite)
        else { return nil }
        let ones = [Double](repeating: 1, count: x.count)
        let line = LeastSquares(columns: [ones, x], y: y)
        let candidates = (trim..<(x.count - trim)).map { k in
            let hinge = LeastSquares(columns: [ones, x, x.map { max(0, $0 - x[k]) }], y: y)
            let f = (line.sse - hinge.sse) / (hinge.sse / Double(x.count - 3))
            return (index: k, f: hinge.sse > 0 ? f : .infinity, fit: hinge)
        }
        // max(by:) takes the last of equals; the first is wanted.
        guard let best = candidates.reversed().max(by: { $0.f < $1.f }) else { return nil }
        supF = best.f
        breakIndex = best.index
        breakX = x[best.index]
        sseLine = line.sse
        sseHinge = best.fit.sse
        slopeLow = best.fit.coefficients[1]
        slopeHigh = best.fit.coefficients[1] + best.fit.coefficients[2]
    }

    /// p of "one line", by shuffling the line's residuals: (1 + exceeding)/(1 + draws). Nil as `init`.
    public static func permutationP(
        x: [Double], y: [Double], trim: Int = 1, draws: Int = 999, seed: UInt64
    ) -> Double? {
        guard let observed = HingeRegression(x: x, y: y, trim: trim), draws > 0 else { return nil }
        let line = LeastSquares(columns: [[Double](repeating: 1, count: x.count), x], y: y)
        let fitted = zip(y, line.residuals).map { $0 - $1 }
        var generator = SplitMix64(seed: seed)
        let exceeding = (0..<draws).count { _ in
            var residuals = line.residuals
            generator.shuffle(&residuals)
            let shuffled = zip(fitted, residuals).map { $0 + $1 }
            let supF = HingeRegression(x: x, y: shuffled, trim: trim)?.supF ?? 0
            return supF >= observed.supF - permutationTolerance
        }
        return Double(1 + exceeding) / Double(1 + draws)
    }
}
