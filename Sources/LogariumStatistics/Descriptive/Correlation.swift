import Glibc

/// Pearson's correlation. Nil where a side has no variance, or fewer than two pairs.
public func pearsonCorrelation(_ a: [Double], _ b: [Double]) -> Double? {
    guard a.count == b.count, a.count > 1, let meanA = a.mean, let meanB = b.mean else { return nil }
    let spreadA = a.squaredDeviations(from: meanA)
    let spreadB = b.squaredDeviations(from: meanB)
    guard spreadA > 0, spreadB > 0 else { return nil }
    let covariation = zip(a, b).lazy.map { ($0 - meanA) * ($1 - meanB) }.compensatedSum
    return (covariation / sqrt(spreadA * spreadB)).ifDefined
}
