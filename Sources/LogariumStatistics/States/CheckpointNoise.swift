import Glibc

/// σ²_model: how much a state's mean would differ had the same checkpoint been trained again
/// (docs/statistics.md 3.6). Added to the diagonal of V.
public struct CheckpointNoise: Sendable, Equatable {
    public enum Source: String, Sendable, CaseIterable {
        case seeds
        case adjacentCheckpoints = "adjacent_checkpoints"
        /// The caller's, who knows where it is from.
        case given
    }

    /// In the squared unit of the metric, at least 0.
    public let variance: Double
    public let source: Source

    public var standardDeviation: Double { sqrt(variance) }

    /// One trained seed of a size: its mean over examples and the squared standard error of that mean.
    public struct Seed: Sendable, Equatable {
        public var mean: Double
        public var variance: Double

        public init(mean: Double, variance: Double) {
            self.mean = mean
            self.variance = variance
        }
    }

    /// What somebody else estimated. Nil for a negative or infinite variance.
    public init?(variance: Double) {
        guard variance >= 0, variance.isFinite else { return nil }
        self.variance = variance
        source = .given
    }

    /// The best source: variance of ȳ between seeds, pooled over sizes, less the mean evaluation variance.
    /// Cut at 0.
    /// - Parameter sizes: the seeds of each size; sizes with one seed say nothing. Nil where all have.
    public init?(seedsOfEachSize sizes: [[Seed]]) {
        let repeated = sizes.filter { $0.count > 1 }
        let freedom = repeated.reduce(0) { $0 + $1.count - 1 }
        guard freedom > 0, let evaluation = repeated.joined().map(\.variance).mean else { return nil }
        let between = repeated.map { seeds in
            let means = seeds.map(\.mean)
            return means.squaredDeviations(from: means.mean ?? 0)
        }
        let excess = between.compensatedSum / Double(freedom) - evaluation
        guard excess.isFinite else { return nil }
        variance = max(0, excess)
        source = .seeds
    }

    /// From equally spaced neighbouring checkpoints of one run: mean squared second difference / 6. Contains
    /// evaluation noise, which makes it conservative.
    /// - Parameter means: ȳ in order. Nil for fewer than three.
    public init?(adjacentMeans means: [Double]) {
        guard means.count > 2 else { return nil }
        var differences: [Double] = []
        for index in 2..<means.count {
            differences.append(means[index - 2] - 2 * means[index - 1] + means[index])
        }
        self.init(secondDifferences: differences)
    }

    /// From second differences of threes of equally spaced neighbouring checkpoints; nil for none.
    public init?(secondDifferences differences: [Double]) {
        let variance = differences.map { $0 * $0 }.compensatedSum / Double(6 * differences.count)
        guard !differences.isEmpty, variance.isFinite else { return nil }
        self.variance = variance
        source = .adjacentCheckpoints
    }
}
