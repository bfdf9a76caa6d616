/// Spearman's ρ with its permutation p, two-sided.
///
/// SciPy's t approximation gives p = 0 for four monotone points: not offered. Also the label permutation of
/// docs/statistics.md 3.9: does the jaggedness of the accuracy lines follow a predictor of the NLL lines?
public struct SpearmanPermutationTest: Sendable, Equatable {
    public let rho: Double
    /// Share of the orders with |ρ*| ≥ |ρ|; where drawn, (1 + exceeding)/(1 + drawn) (Phipson & Smyth 2010).
    public let p: Double
    /// Orders tried or drawn.
    public let permutations: Int
    /// Those with |ρ*| ≥ |ρ|.
    public let exceeding: Int

    /// All n! orders of `y`. Nil where a side is constant and for more than eight pairs.
    public init?(exact x: [Double], _ y: [Double]) {
        guard x.count <= largestExactPermutation, let ranks = RankPair(x, y) else { return nil }
        var (orders, exceeding) = (0, 0)
        forEachPermutation(of: x.count) { order in
            orders += 1
            if ranks.isAsExtreme(order) { exceeding += 1 }
        }
        rho = ranks.rho
        p = Double(exceeding) / Double(orders)
        permutations = orders
        self.exceeding = exceeding
    }

    /// Orders of `y` drawn at random. Each shuffles a fresh copy; the generator runs on. Nil where a side is
    /// constant.
    public init?(drawing draws: Int, seed: UInt64, _ x: [Double], _ y: [Double]) {
        guard draws > 0, let ranks = RankPair(x, y) else { return nil }
        var generator = SplitMix64(seed: seed)
        exceeding = (0..<draws).count { _ in
            var order = Array(x.indices)
            generator.shuffle(&order)
            return ranks.isAsExtreme(order)
        }
        rho = ranks.rho
        p = Double(1 + exceeding) / Double(1 + draws)
        permutations = draws
    }

    /// Exact for up to eight pairs, else drawn. Nil where a side is constant.
    public init?(_ x: [Double], _ y: [Double], draws: Int = 9999, seed: UInt64) {
        if x.count <= largestExactPermutation {
            self.init(exact: x, y)
        } else {
            self.init(drawing: draws, seed: seed, x, y)
        }
    }
}

/// Centred mid-ranks of both sides.
private struct RankPair {
    let x: [Double]
    let y: [Double]
    let rho: Double
    private let scale: Double

    init?(_ x: [Double], _ y: [Double]) {
        guard let rho = spearmanRho(x, y) else { return nil }
        let centre = Double(x.count + 1) / 2
        self.x = x.midRanks.map { $0 - centre }
        self.y = y.midRanks.map { $0 - centre }
        self.rho = rho
        scale = (self.x.squaredDeviations(from: 0) * self.y.squaredDeviations(from: 0)).squareRoot()
    }

    func isAsExtreme(_ order: [Int]) -> Bool {
        let product = zip(x, order).reduce(0.0) { $0 + $1.0 * y[$1.1] }
        return abs(product / scale) >= abs(rho) - permutationTolerance
    }
}
