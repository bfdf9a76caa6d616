import Glibc

/// Page's L: do the states rank in order within each example? Blocks are examples, columns states.
///
/// A robust alternative to the slope where log-odds have outliers or −∞; ignores clusters.
public struct PageTrendTest: Sendable, Equatable {
    /// Σ_j j·R_j, R_j the rank sum of state j.
    public let l: Double
    /// n·m(m+1)²/4
    public let mean: Double
    /// As if no ranks were tied: SciPy's.
    public let varianceNoTies: Double
    /// [m(m²−1)/12] Σ_i Σ_j (r_ij − (m+1)/2)²/(m−1)
    public let variance: Double
    /// P(L* ≥ L) over all orders within examples. Nil with ties, over 20 examples or over 8 states.
    public let pExactIncreasing: Double?

    public var zNoTies: Double { (l - mean) / sqrt(varianceNoTies) }
    /// Nil where every example is tied throughout.
    public var z: Double? { variance > 0 ? (l - mean) / sqrt(variance) : nil }
    /// One-sided, of a rise. Nil where `z` is.
    public var pIncreasing: Double? { z.map(Normal.upperTail) }

    private static let largestExact = (examples: 20, states: largestExactPermutation)

    /// - Parameter rows: one row an example, one value a state, n × m; −∞ and ∞ are ranked.
    ///
    /// Nil when empty or ragged, for fewer than two states, or when a value is NaN.
    public init?(rows: [[Double]]) {
        guard let m = rows.first?.count, m > 1,
            rows.allSatisfy({ $0.count == m && !$0.contains(where: \.isNaN) })
        else { return nil }
        let ranks = rows.map(\.midRanks)
        let (n, states) = (Double(rows.count), Double(m))
        let centre = (states + 1) / 2
        l = ranks.lazy.map { Self.l(of: $0) }.compensatedSum
        mean = n * states * (states + 1) * (states + 1) / 4
        varianceNoTies = n * states * states * (states + 1) * (states * states - 1) / 144
        variance =
            states * (states * states - 1) / 12
            * ranks.lazy.map { $0.squaredDeviations(from: centre) }.compensatedSum / (states - 1)
        let hasTies = rows.contains { $0.tieSizes.count < m }
        pExactIncreasing =
            hasTies || rows.count > Self.largestExact.examples || m > Self.largestExact.states
            ? nil : Self.exactUpperTail(l: l, examples: rows.count, states: m)
    }

    private static func l(of ranks: [Double]) -> Double {
        ranks.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
    }

    /// The distribution of L over one example's m! orders, convolved with itself once an example.
    private static func exactUpperTail(l: Double, examples: Int, states: Int) -> Double {
        var single: [Int: Double] = [:]
        var orders = 0.0
        forEachPermutation(of: states) { order in
            orders += 1
            single[order.enumerated().reduce(0) { $0 + ($1.offset + 1) * ($1.element + 1) }, default: 0] += 1
        }
        var total = [0: 1.0]
        for _ in 0..<examples {
            var next: [Int: Double] = [:]
            for (sum, p) in total {
                for (addend, count) in single { next[sum + addend, default: 0] += p * count / orders }
            }
            total = next
        }
        return total.lazy.filter { Double($0.key) >= l }.map(\.value).sorted().compensatedSum
    }
}
