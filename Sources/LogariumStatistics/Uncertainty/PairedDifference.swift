import Glibc

/// The mean difference a − b of two states on the same examples.
public struct PairedDifference: Sendable, Equatable {
    /// The mean of the per-example differences, clustered: what to report.
    public let difference: ClusteredMean
    /// √(SE_a² + SE_b²), which ignores the pairing; for comparison. Nil for one pair.
    public let unpairedStandardError: Double?
    /// Pearson's r of the two states over examples. Nil where a state is constant.
    public let correlation: Double?

    /// Nil when the states differ in length, are empty, or a value is not finite.
    public init?(_ a: [Double], _ b: [Double], clustering: Clustering? = nil) {
        guard a.count == b.count, let meanA = SampleMean(a), let meanB = SampleMean(b),
            let difference = ClusteredMean(zip(a, b).map { $0 - $1 }, clustering: clustering)
        else { return nil }
        self.difference = difference
        correlation = pearsonCorrelation(a, b)
        if let seA = meanA.standardError, let seB = meanB.standardError {
            unpairedStandardError = sqrt(seA * seA + seB * seB)
        } else {
            unpairedStandardError = nil
        }
    }

    /// The same difference as if the examples were independent. Nil for one pair.
    public var independentEstimate: ContrastEstimate? {
        difference.independentStandardError.map {
            ContrastEstimate(difference.mean, standardError: $0, degreesOfFreedom: difference.count - 1)
        }
    }
}
