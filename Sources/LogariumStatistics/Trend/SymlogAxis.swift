import Glibc

/// The axis of RLHF steps: x = log₁₀(1 + s/s₀), so that step 0 is on the line (docs/statistics.md 3.1).
public struct SymlogAxis: Sendable, Equatable {
    /// The smallest positive step of the series; 1 where there is none.
    public let s0: Double

    public init(steps: [Double]) { s0 = steps.lazy.filter { $0 > 0 }.min() ?? 1 }

    public func x(_ step: Double) -> Double { log10(1 + step / s0) }
}
