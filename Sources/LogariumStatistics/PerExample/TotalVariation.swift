/// ½ Σ |p − q| between two states' normalised choice probabilities on one example, in [0, 1]: sees movement
/// that the mean probability hides. Nil where the choices differ in number or there are none.
public func totalVariation(_ p: [Double], _ q: [Double]) -> Double? {
    guard p.count == q.count, !p.isEmpty else { return nil }
    return zip(p, q).lazy.map { abs($0 - $1) }.compensatedSum / 2
}
