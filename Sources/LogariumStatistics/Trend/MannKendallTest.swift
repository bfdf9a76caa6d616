import Glibc

/// Mann–Kendall: does a series rise more often than it falls over all pairs in order?
///
/// Assumes independent errors, so not for dense checkpoints; never significant at 5 % with four sizes.
public struct MannKendallTest: Sendable, Equatable {
    /// Rising pairs less falling pairs.
    public let s: Int
    /// Of S under the null: [n(n−1)(2n+5) − Σt(t−1)(2t+5)]/18 over ties of size t.
    public let variance: Double
    /// Two-sided, all orders of the observed values: n ≤ 10 without ties, n ≤ 8 with; nil above.
    public let pExact: Double?

    /// With continuity correction; 0 where S or its variance is 0.
    public var z: Double {
        s == 0 || variance == 0 ? 0 : Double(s - s.signum()) / sqrt(variance)
    }

    /// Two-sided, normal approximation. Nil where all values are equal.
    public var pNormal: Double? { variance > 0 ? Normal.twoSided(z) : nil }

    private static let largestExactUntied = 10

    /// - Parameter y: in order of the axis. Nil when empty or a value is NaN.
    public init?(_ y: [Double]) {
        guard !y.isEmpty, !y.contains(where: \.isNaN) else { return nil }
        let ties = y.tieSizes
        func spread(_ t: Int) -> Int { t * (t - 1) * (2 * t + 5) }
        s = Self.s(of: y)
        variance = Double(spread(y.count) - ties.reduce(0) { $0 + spread($1) }) / 18
        if ties.count == y.count {
            pExact =
                y.count <= Self.largestExactUntied
                ? KendallNull(count: y.count)?.pTwoSided(s: s) : nil
        } else {
            pExact = y.count <= largestExactPermutation ? Self.exactP(y, s: s) : nil
        }
    }

    static func s(of y: [Double]) -> Int {
        var s = 0
        for (j, later) in y.enumerated() {
            for earlier in y[..<j] where earlier != later { s += later > earlier ? 1 : -1 }
        }
        return s
    }

    private static func exactP(_ y: [Double], s: Int) -> Double {
        var (extreme, orders) = (0, 0)
        forEachPermutation(of: y.count) { order in
            orders += 1
            if abs(Self.s(of: order.map { y[$0] })) >= abs(s) { extreme += 1 }
        }
        return Double(extreme) / Double(orders)
    }
}
