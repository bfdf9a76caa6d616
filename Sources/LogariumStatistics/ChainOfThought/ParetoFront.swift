/// The points that no other beats: none is at least as good in both coordinates and better in one. Higher is
/// better; duplicates are all kept.
/// - Returns: indices from 0, ascending.
public func paretoFront(_ points: [(performance: Double, safety: Double)]) -> [Int] {
    points.indices.filter { index in
        let point = points[index]
        return !points.contains { other in
            other.performance >= point.performance && other.safety >= point.safety
                && (other.performance > point.performance || other.safety > point.safety)
        }
    }
}
