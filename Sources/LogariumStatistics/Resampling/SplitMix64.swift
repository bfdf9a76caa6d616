/// The generator SplitMix64 (Steele, Lea & Flood 2014): one 64-bit seed fixes every draw on every platform.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in 0..<`bound`: the high 64 bits of draw × bound, one draw always, so that a seed's draws do
    /// not depend on Swift's own rejection rule.
    public mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Fisher–Yates from the last position down.
    public mutating func shuffle<Element>(_ items: inout [Element]) {
        for last in stride(from: items.count - 1, to: 0, by: -1) {
            items.swapAt(last, below(last + 1))
        }
    }

    /// A draw from the standard normal by inverting its distribution function.
    public mutating func standardNormal() -> Double {
        // The centre of one of 2⁵³ cells: never 0 or 1, whose quantiles are infinite.
        let uniform = (Double(next() >> 11) + 0.5) * 0x1p-53
        return Normal.quantile(uniform) ?? 0
    }
}
