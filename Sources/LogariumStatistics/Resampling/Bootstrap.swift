import Glibc

/// The bootstrap distribution of a statistic: reproducible from the seed, which is stored with the result.
///
/// The order of draws is part of the contract (docs/statistics.md 2): resample by resample, unit by unit.
/// 2,000 resamples are enough for a standard error, 10,000 for tails.
public struct Bootstrap: Sendable, Equatable {
    public let seed: UInt64
    /// The statistic in every resample, in order of drawing.
    public let replicates: [Double]

    /// Any statistic of units drawn with replacement: examples, or whole clusters in a given order.
    /// - Parameter statistic: of the drawn indices in 0..<`units`; nil leaves the resample out.
    ///
    /// Nil without units.
    public init?(
        units: Int, resamples: Int, seed: UInt64, statistic: (_ drawn: [Int]) -> Double?
    ) {
        guard units > 0 else { return nil }
        var generator = SplitMix64(seed: seed)
        self.init(seed: seed, resamples: resamples) {
            statistic((0..<units).map { _ in generator.below(units) })
        }
    }

    /// One of several statistics of the same resamples.
    init(seed: UInt64, replicates: [Double]) {
        self.seed = seed
        self.replicates = replicates
    }

    private init(seed: UInt64, resamples: Int, replicate: () -> Double?) {
        self.seed = seed
        replicates = (0..<max(0, resamples)).compactMap { _ in replicate() }
    }

    /// The mean of values drawn one by one. Nil when empty.
    public static func mean(of values: [Double], resamples: Int, seed: UInt64) -> Bootstrap? {
        Bootstrap(units: values.count, resamples: resamples, seed: seed) { drawn in
            drawn.reduce(0) { $0 + values[$1] } / Double(drawn.count)
        }
    }

    /// The pooled mean over the rows of whole clusters. Nil without clusters.
    public static func clusterMean(of clusters: [[Double]], resamples: Int, seed: UInt64) -> Bootstrap? {
        Bootstrap(units: clusters.count, resamples: resamples, seed: seed) { drawn in
            let rows = drawn.reduce(0) { $0 + clusters[$1].count }
            guard rows > 0 else { return nil }
            return drawn.reduce(0) { $0 + clusters[$1].reduce(0, +) } / Double(rows)
        }
    }

    /// The mean of test means: a test is drawn, then its examples at once, then the next test.
    /// Nil without tests, or where one has no examples.
    public static func hierarchicalMean(
        of tests: [[Double]], resamples: Int, seed: UInt64
    ) -> Bootstrap? {
        guard !tests.isEmpty, tests.allSatisfy({ !$0.isEmpty }) else { return nil }
        var generator = SplitMix64(seed: seed)
        return Bootstrap(seed: seed, resamples: resamples) {
            let total = tests.indices.reduce(0.0) { total, _ in
                let examples = tests[generator.below(tests.count)]
                let sum = examples.indices.reduce(0.0) { sum, _ in
                    sum + examples[generator.below(examples.count)]
                }
                return total + sum / Double(examples.count)
            }
            return total / Double(tests.count)
        }
    }

    /// Standard deviation of the replicates. Nil for fewer than two.
    public var standardError: Double? {
        guard replicates.count > 1, let mean = replicates.mean else { return nil }
        return sqrt(replicates.squaredDeviations(from: mean) / Double(replicates.count - 1)).ifDefined
    }

    /// The percentile interval, by type 7 quantiles. Nil without replicates.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
        let sorted = replicates.sorted()
        let tail = (1 - confidence) / 2
        guard let lower = sorted.quantileOfSorted(tail), let upper = sorted.quantileOfSorted(1 - tail)
        else { return nil }
        return ConfidenceInterval(lower: lower, upper: upper)
    }

    /// Share of the replicates below `threshold`. Nil without replicates.
    public func share(below threshold: Double) -> Double? {
        guard !replicates.isEmpty else { return nil }
        return Double(replicates.count { $0 < threshold }) / Double(replicates.count)
    }
}
