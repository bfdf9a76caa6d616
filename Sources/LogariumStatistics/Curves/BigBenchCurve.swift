import Glibc

/// BIG-bench's linearity and breakthroughness (Srivastava et al. 2022, appendix B). Descriptive only: no x
/// enters, and a curve that falls and recovers may be negative.
public struct BigBenchCurve: Sendable, Equatable {
    public enum BreakthroughStatus: String, Sendable, CaseIterable {
        case ok
        /// Every step is 0: both measures undefined.
        case flat
        /// The median step is 0: breakthroughness has no value, and counts as largest.
        case infinite
    }

    /// I = sign(argmax − argmin)·(max − min), the first maximum and minimum on ties.
    public let improvement: Double
    /// L = I/√mean(step²); m − 1 for a straight line. Nil for a flat curve.
    public let linearity: Double?
    /// B = I/√median(step²). Nil unless the status is `ok`.
    public let breakthroughness: Double?
    public let status: BreakthroughStatus

    /// - Parameter y: normalised scores in order of size. Nil for fewer than two, or one that is not finite.
    public init?(_ y: [Double]) {
        let squares = zip(y, y.dropFirst()).map { ($1 - $0) * ($1 - $0) }
        guard y.allSatisfy(\.isFinite), let largest = y.max(), let least = y.min(),
            let top = y.firstIndex(of: largest), let bottom = y.firstIndex(of: least),
            let meanSquare = squares.mean, let medianSquare = squares.median
        else { return nil }
        improvement = Double((top - bottom).signum()) * (largest - least)
        linearity = meanSquare == 0 ? nil : improvement / sqrt(meanSquare)
        breakthroughness = medianSquare == 0 ? nil : improvement / sqrt(medianSquare)
        status = medianSquare > 0 ? .ok : meanSquare == 0 ? .flat : .infinite
    }

    /// 100·(raw − low)/(high − low): 0 at chance, 100 at best; may be negative. Nil where high = low.
    public static func normalisedScore(raw: Double, low: Double, high: Double) -> Double? {
        high == low ? nil : (100 * (raw - low) / (high - low)).ifDefined
    }
}
