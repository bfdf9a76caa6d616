import Glibc

/// How far each task's line is from the mean line of the other tasks: root mean square over the states.
///
/// Shown beside `CurveMatching`, whose small p says that lines are matched and not that forecasts are possible.
/// - Parameter lines: one a task, over the same states. Nil for fewer than two, or of unequal length.
public func leaveOneOutErrors(_ lines: [[Double]]) -> [Double]? {
    guard lines.count > 1, let states = lines.first?.count, states > 0,
        lines.allSatisfy({ $0.count == states && $0.allSatisfy(\.isFinite) })
    else { return nil }
    let totals = (0..<states).map { j in lines.lazy.map { $0[j] }.compensatedSum }
    return lines.map { line in
        let errors = zip(line, totals).map { $0 - ($1 - $0) / Double(lines.count - 1) }
        return sqrt(errors.squaredDeviations(from: 0) / Double(states))
    }
}
