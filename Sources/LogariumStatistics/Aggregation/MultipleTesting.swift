/// p-values adjusted for their number, in the order given: reject where the adjusted p ≤ q.
public enum MultipleTesting {
    /// False discovery rate, for independent or positively dependent tests (Benjamini & Hochberg 1995).
    public static func benjaminiHochberg(_ p: [Double]) -> [Double] { stepUp(p, factor: 1) }

    /// False discovery rate under any dependence (Benjamini & Yekutieli 2001).
    public static func benjaminiYekutieli(_ p: [Double]) -> [Double] {
        stepUp(p, factor: p.indices.lazy.map { 1 / Double($0 + 1) }.compensatedSum)
    }

    /// Family-wise error (Holm 1979).
    public static func holm(_ p: [Double]) -> [Double] {
        var adjusted = p
        var running = 0.0
        for (rank, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
            running = max(running, min(1, p[index] * Double(p.count - rank)))
            adjusted[index] = running
        }
        return adjusted
    }

    private static func stepUp(_ p: [Double], factor: Double) -> [Double] {
        var adjusted = p
        var running = 1.0
        for (rank, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated().reversed() {
            running = min(running, p[index] * Double(p.count) * factor / Double(rank + 1))
            adjusted[index] = running
        }
        return adjusted
    }
}
