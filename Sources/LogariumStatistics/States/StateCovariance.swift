import Glibc

/// The primitive of every trend: state means on common examples with their clustered covariance (ȳ, V, df).
///
/// Direction, shape, slope and paired differences are functions of it alone, so that SQL can do the heavy
/// step over all examples and the light step happens here (docs/statistics.md 0).
public struct StateCovariance: Sendable, Equatable {
    /// ȳ_j, one mean a state, in the order of the states.
    public let mean: [Double]
    /// V, m × m and symmetric, CR1: C/(C−1) Σ_g S_ga S_gb / n². Nil for one cluster: undefined, not 0.
    public let covariance: [[Double]]?
    /// n, the examples common to all states.
    public let examples: Int
    /// C
    public let clusters: Int

    public var states: Int { mean.count }
    public var degreesOfFreedom: Int { clusters - 1 }

    /// What SQL computed.
    ///
    /// Nil without states, when V is not m × m, or when a number is not finite: a state with an infinite mean
    /// makes the whole line undefined, nothing is dropped.
    public init?(mean: [Double], covariance: [[Double]]?, examples: Int, clusters: Int) {
        guard !mean.isEmpty, mean.allSatisfy(\.isFinite), examples > 0, clusters > 0 else { return nil }
        if let covariance {
            guard covariance.count == mean.count,
                covariance.allSatisfy({ $0.count == mean.count && $0.allSatisfy(\.isFinite) })
            else { return nil }
        }
        self.mean = mean
        self.covariance = clusters < 2 ? nil : covariance
        self.examples = examples
        self.clusters = clusters
    }

    /// From per-example values.
    /// - Parameters:
    ///   - rows: one row an example, one value a state: n × m.
    ///   - clustering: of the rows; nil makes each its own cluster.
    ///
    /// Nil when empty or ragged, when a value is not finite, or when the clustering is of another length.
    public init?(rows: [[Double]], clustering: Clustering? = nil) {
        guard let states = rows.first?.count, rows.allSatisfy({ $0.count == states }) else { return nil }
        self.init(columns: (0..<states).map { j in rows.map { $0[j] } }, clustering: clustering)
    }

    /// From per-example values.
    /// - Parameters:
    ///   - columns: one column a state, one value an example: m × n.
    ///   - clustering: of the examples; nil makes each its own cluster.
    ///
    /// Nil when empty or ragged, when a value is not finite, or when the clustering is of another length.
    public init?(columns: [[Double]], clustering: Clustering? = nil) {
        guard let examples = columns.first?.count, columns.allSatisfy({ $0.count == examples }),
            examples > 0
        else { return nil }
        let clustering = clustering ?? Clustering(singletons: examples)
        guard clustering.indices.count == examples else { return nil }
        let mean = columns.map { $0.compensatedSum / Double(examples) }
        let sums = zip(columns, mean).map { column, mean in clustering.sums(of: column.map { $0 - mean }) }
        self.init(
            mean: mean, covariance: Self.covariance(clusterSums: sums, examples: examples),
            examples: examples, clusters: clustering.count)
    }

    /// V plus σ² on the diagonal: independent checkpoint noise (docs/statistics.md 3.6).
    public func adding(modelVariance: Double) -> StateCovariance {
        guard var covariance, modelVariance != 0 else { return self }
        for state in covariance.indices { covariance[state][state] += modelVariance }
        return StateCovariance(
            mean: mean, covariance: covariance, examples: examples, clusters: clusters) ?? self
    }

    /// c·ȳ with SE √(cᵀVc) and C − 1 degrees of freedom.
    /// - Parameter weights: c, one number a state. Nil when V is, or when c is of another length.
    public func contrast(_ weights: [Double]) -> ContrastEstimate? {
        guard let covariance, weights.count == states else { return nil }
        var (variance, scale) = (0.0, 0.0)
        for (row, weight) in zip(covariance, weights) {
            variance += weight * dotProduct(weights, row)
            scale += abs(weight) * dotProduct(weights.lazy.map { abs($0) }, row.lazy.map { abs($0) })
        }
        return ContrastEstimate(
            combined(weights), standardError: Self.standardError(variance, cancelledFrom: scale),
            degreesOfFreedom: degreesOfFreedom)
    }

    /// The least-squares change over the range of x. It needs no V. Nil for fewer than two distinct x.
    public func fittedChange(x: [Double]) -> Double? {
        guard x.count == states, let weights = changeWeights(x: x) else { return nil }
        return combined(weights)
    }

    /// c·ȳ; what is left of states that cancel is 0, not the rounding of them.
    private func combined(_ weights: [Double]) -> Double {
        let value = dotProduct(weights, mean)
        let scale = dotProduct(weights.lazy.map { abs($0) }, mean.lazy.map { abs($0) })
        return abs(value) > Self.rounding * scale ? value : 0
    }

    /// Whether every state has one mean and no change between them an error: of these examples none moved.
    var isUnchanged: Bool {
        (1..<states).allSatisfy { state in
            change(from: 0, to: state).map { $0.value == 0 && $0.isDegenerate } ?? false
        }
    }

    /// ȳ_later − ȳ_earlier, paired over the examples. Nil when V is, or a state does not exist.
    public func change(from earlier: Int, to later: Int) -> ContrastEstimate? {
        guard let covariance, mean.indices.contains(earlier), mean.indices.contains(later), earlier != later
        else { return nil }
        let own = covariance[earlier][earlier] + covariance[later][later]
        let variance = own - covariance[earlier][later] - covariance[later][earlier]
        return ContrastEstimate(
            abs(mean[later] - mean[earlier]) > Self.rounding * abs(mean[earlier])
                ? mean[later] - mean[earlier] : 0,
            standardError: Self.standardError(variance, cancelledFrom: own),
            degreesOfFreedom: degreesOfFreedom)
    }

    /// The standard error of each state's own mean. Nil when V is.
    public var standardErrors: [Double]? {
        covariance.map { matrix in matrix.indices.map { sqrt(matrix[$0][$0]) } }
    }

    /// 0 where no more is left of the terms than their rounding: a change that all examples share has no spread, and
    /// what V says of it would be taken for certainty.
    private static func standardError(_ variance: Double, cancelledFrom scale: Double) -> Double {
        variance > rounding * scale ? sqrt(variance) : 0
    }

    /// Of a sum over examples in SQL, which does not compensate; a standard error of 3·10⁻⁷ of the states' own.
    private static let rounding = 1e-13

    private static func covariance(clusterSums sums: [[Double]], examples: Int) -> [[Double]]? {
        guard let clusters = sums.first?.count, clusters > 1 else { return nil }
        let factor = Double(clusters) / Double(clusters - 1)
        let n = Double(examples)
        var covariance = [[Double]](
            repeating: [Double](repeating: 0, count: sums.count), count: sums.count)
        for a in sums.indices {
            for b in a..<sums.count {
                covariance[a][b] = factor * plainDotProduct(sums[a], sums[b]) / (n * n)
                covariance[b][a] = covariance[a][b]
            }
        }
        return covariance
    }

    /// Σ a·b in four running sums: over many examples and pairs of states this is where the time goes, and squares
    /// do not cancel.
    private static func plainDotProduct(_ a: [Double], _ b: [Double]) -> Double {
        var sums = SIMD4<Double>()
        let whole = a.count & ~3
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                for index in stride(from: 0, to: whole, by: 4) {
                    let left = SIMD4<Double>(a[index], a[index + 1], a[index + 2], a[index + 3])
                    let right = SIMD4<Double>(b[index], b[index + 1], b[index + 2], b[index + 3])
                    sums += left * right
                }
            }
        }
        return (whole..<a.count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
    }
}
