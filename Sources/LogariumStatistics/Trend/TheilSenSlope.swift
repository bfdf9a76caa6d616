/// Theil–Sen: the median slope over all pairs with different x, a robust display line. Nil without such pairs,
/// and where infinite values leave one without a slope.
public func theilSenSlope(x: [Double], y: [Double]) -> Double? {
    guard x.count == y.count else { return nil }
    var slopes: [Double] = []
    for j in x.indices {
        for i in 0..<j where x[i] != x[j] { slopes.append((y[j] - y[i]) / (x[j] - x[i])) }
    }
    return slopes.contains(where: \.isNaN) ? nil : slopes.median
}
