import Glibc

/// Round numbers along a scale.
enum Ticks {
    /// 1, 2 or 5 times a power of ten.
    static func step(for span: Double, atMost count: Int) -> Double {
        let rough = span / Double(max(1, count - 1))
        let power = pow(10, Glibc.log10(rough).rounded(.down))
        for factor in [1.0, 2, 5] where factor * power >= rough * 0.999 { return factor * power }
        return 10 * power
    }

    static func linear(_ range: ClosedRange<Double>, atMost count: Int) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0 else { return [range.lowerBound] }
        let step = step(for: span, atMost: count)
        let (first, last) = (
            (range.lowerBound / step - 1e-9).rounded(.up), (range.upperBound / step + 1e-9).rounded(.down)
        )
        guard first <= last else { return [range.lowerBound] }
        if first == last {
            // The ends of a scale are round; one number alone would leave it without a measure.
            return Array(Set([range.lowerBound, first * step, range.upperBound])).sorted()
        }
        // Multiples of an exact decimal, so that 0.3 is not 0.30000000000000004.
        return stride(from: first, through: last, by: 1).map {
            step < 1 ? $0 / (1 / step).rounded() : $0 * step
        }
    }

    /// Powers of ten, with 2 and 5 (or 3) between them where few fit.
    static func log10(_ range: ClosedRange<Double>, atMost count: Int) -> [Double] {
        for factors in [[1.0, 2, 5], [1, 3], [1]] {
            let values = decades(range, factors)
            if values.count <= count, values.count > 1 { return values }
        }
        let powers = decades(range, [1])
        return powers.count > 1 ? powers.thinned(to: count) : [range.lowerBound, range.upperBound]
    }

    private static func decades(_ range: ClosedRange<Double>, _ factors: [Double]) -> [Double] {
        let (first, last) = (
            Glibc.log10(range.lowerBound).rounded(.down), Glibc.log10(range.upperBound).rounded(.up)
        )
        return stride(from: first, through: last, by: 1).flatMap { power in
            factors.map { $0 * pow(10, power) }
        }
        .filter { $0 >= range.lowerBound * 0.999 && $0 <= range.upperBound * 1.001 }
    }
}

extension Scale {
    /// Round numbers on the scale, at most `count`; none for names.
    func ticks(atMost count: Int) -> [Double] {
        switch self {
        case .linear(let range): Ticks.linear(range, atMost: count)
        case .log10(let range): Ticks.log10(range, atMost: count)
        case .symlog(let range, let unit):
            [0] + Ticks.log10(unit...max(unit, range.upperBound), atMost: count - 1)
        case .category: []
        }
    }
}
