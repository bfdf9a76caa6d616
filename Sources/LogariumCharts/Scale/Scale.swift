public import LogariumCore
import Glibc

/// From values to places between 0 and 1, as the trend's own inference sees an axis.
public enum Scale: Sendable, Equatable {
    case linear(ClosedRange<Double>)
    case log10(ClosedRange<Double>)
    /// log10(1 + x / unit): what RLHF steps are seen on, so that step 0 has a place.
    case symlog(ClosedRange<Double>, unit: Double)
    /// Names at 0, 1, 2, …
    case category([String])

    /// 0 at the low end, 1 at the high; nil where the scale has no place for it (log of 0, infinities).
    public func place(_ value: Double) -> Double? {
        guard value.isFinite else { return nil }
        switch self {
        case .linear(let range): return Self.share(value, range.lowerBound, range.upperBound)
        case .log10(let range):
            guard value > 0 else { return nil }
            return Self.share(
                Glibc.log10(value), Glibc.log10(range.lowerBound), Glibc.log10(range.upperBound))
        case .symlog(let range, let unit):
            guard value > -unit else { return nil }
            let seen = { Glibc.log10(1 + $0 / unit) }
            return Self.share(seen(value), seen(range.lowerBound), seen(range.upperBound))
        case .category(let names): return (value + 0.5) / Double(max(1, names.count))
        }
    }

    private static func share(_ value: Double, _ low: Double, _ high: Double) -> Double {
        high > low ? (value - low) / (high - low) : 0.5
    }

    var isCategory: Bool {
        if case .category = self { true } else { false }
    }
}

// MARK: Scales that hold what is to be drawn

extension Scale {
    /// Probabilities and shares: always the whole of 0 to 1, so that charts can be compared.
    public static let probability = Scale.linear(0...1)

    /// Round ends around the finite values.
    ///
    /// - Parameter including: a value that must lie on it, such as 0.
    public static func linear(around values: [Double], including: [Double] = []) -> Scale {
        let finite = (values + including).filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return .linear(0...1) }
        // What is never below 0 has no place below 0.
        let floor = low >= 0 ? 0 : -Double.infinity
        guard high - low > 1e-9 * max(abs(high), abs(low)) else {
            let half = max(1, abs(low)) * 0.5
            return .linear(max(floor, low - half)...(high + half))
        }
        let step = Ticks.step(for: high - low, atMost: 6)
        return .linear(max(floor, (low / step).rounded(.down) * step)...(high / step).rounded(.up) * step)
    }

    /// The coordinates of an axis of the warehouse: logarithmic, RLHF steps from 0.
    public static func coordinates(_ axis: TrendAxis, _ values: [Double]) -> Scale {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        guard let low = positive.min(), let high = positive.max() else { return .linear(around: values) }
        if axis == .rlhfStep { return .symlog(min(0, values.min() ?? 0)...max(high, low), unit: low) }
        return .log10(high > low ? low...high : low / 2...low * 2)
    }
}
