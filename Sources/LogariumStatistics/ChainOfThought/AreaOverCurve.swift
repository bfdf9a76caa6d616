/// Lanham et al.'s (2023) area over the curve of "same answer as with the full chain of thought" against the
/// share of it that was kept. Higher is less post-hoc. Trapezoids: the paper prints no rule.
/// - Parameters:
///   - shareKept: ascending, usually from 0 to 1.
///   - sameAnswer: rates at those shares.
/// - Returns: nil for fewer than two points or unequal lengths.
public func areaOverCurve(shareKept: [Double], sameAnswer: [Double]) -> Double? {
    guard shareKept.count == sameAnswer.count, shareKept.count > 1 else { return nil }
    let widths = zip(shareKept, shareKept.dropFirst()).lazy.map { $1 - $0 }
    let heights = zip(sameAnswer, sameAnswer.dropFirst()).lazy.map { 1 - ($0 + $1) / 2 }
    return dotProduct(widths, heights).ifDefined
}

/// The chains of thought of one length.
public struct ChainLengthGroup: Sendable, Equatable {
    /// Samples with that length.
    public var count: Int
    public var shareKept: [Double]
    public var sameAnswer: [Double]

    public init(count: Int, shareKept: [Double], sameAnswer: [Double]) {
        self.count = count
        self.shareKept = shareKept
        self.sameAnswer = sameAnswer
    }
}

/// The mean area over the curve, weighted by the samples of each length. Nil without samples, or where a group
/// with samples has no curve.
public func areaOverCurve(of groups: [ChainLengthGroup]) -> Double? {
    let present = groups.filter { $0.count > 0 }
    let areas = present.compactMap { areaOverCurve(shareKept: $0.shareKept, sameAnswer: $0.sameAnswer) }
    let total = present.reduce(0) { $0 + $1.count }
    guard total > 0, areas.count == present.count else { return nil }
    return dotProduct(present.lazy.map { Double($0.count) }, areas) / Double(total)
}
