import Glibc

/// Kendall's τ_b. Nil where a side is constant, or for fewer than two pairs.
public func kendallTauB(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, x.count > 1 else { return nil }
    var (s, untiedX, untiedY) = (0, 0, 0)
    for j in x.indices {
        for i in 0..<j {
            let signX = (x[j] > x[i] ? 1 : 0) - (x[j] < x[i] ? 1 : 0)
            let signY = (y[j] > y[i] ? 1 : 0) - (y[j] < y[i] ? 1 : 0)
            s += signX * signY
            untiedX += abs(signX)
            untiedY += abs(signY)
        }
    }
    guard untiedX > 0, untiedY > 0 else { return nil }
    return Double(s) / sqrt(Double(untiedX) * Double(untiedY))
}

/// Spearman's ρ: Pearson's correlation of the mid-ranks. Nil where a side is constant.
public func spearmanRho(_ x: [Double], _ y: [Double]) -> Double? {
    pearsonCorrelation(x.midRanks, y.midRanks)
}
