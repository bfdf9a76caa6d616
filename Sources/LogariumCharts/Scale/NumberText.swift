import Glibc

/// How the numbers of an axis, a tooltip or a table cell are spelt for people.
public enum NumberText: Sendable, Equatable {
    /// Three decimals, without the zero before the point.
    case probability
    /// 2.38M, 170k: parameters, tokens, steps.
    case count
    /// Up to four significant digits.
    case short
    /// Up to three.
    case rough

    public func text(_ value: Double?) -> String {
        guard let value, !value.isNaN else { return "–" }
        guard value.isFinite else { return value > 0 ? "∞" : "−∞" }
        switch self {
        case .probability: return Self.fixed(value, 3)
        case .count: return Self.count(value)
        case .short: return Self.significant(value, 4)
        case .rough: return Self.significant(value, 3)
        }
    }

    /// A p-value: "p = .013", "p < .001".
    public static func p(_ value: Double?) -> String {
        guard let value else { return "p undefined" }
        return value < 0.0005 ? "p < .001" : "p = " + probability.text(value)
    }

    /// Two digits for the inside of a small square.
    func rounded(_ value: Double) -> String {
        guard value.isFinite else { return text(value) }
        return value.magnitude < 9.95 ? Self.fixed(value, 1) : Self.fixed(value, 0)
    }

    /// An estimate with its interval: ".448 [.408, .489]".
    public func text(_ value: Double?, _ low: Double?, _ high: Double?) -> String {
        guard let low, let high else { return text(value) }
        return "\(text(value)) [\(text(low)), \(text(high))]"
    }

    /// Texts of an axis' ticks: no more decimals than tell them apart.
    func texts(of values: [Double]) -> [String] {
        guard self == .probability || self == .short else { return values.map(text) }
        guard values.allSatisfy({ $0.magnitude < 1e5 && ($0 == 0 || $0.magnitude >= 1e-3) }) else {
            return values.map(text)
        }
        for decimals in 0...3 where values.allSatisfy({ Self.isRound($0, decimals) }) {
            return values.map { Self.fixed($0, decimals) }
        }
        return values.map(text)
    }

    private static func isRound(_ value: Double, _ decimals: Int) -> Bool {
        let scaled = value * pow(10, Double(decimals))
        return abs(scaled - scaled.rounded()) < 1e-6
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        var text = formatted("%.\(decimals)f", abs(value))
        if decimals > 0, text.hasPrefix("0.") { text.removeFirst() }
        let isZero = !text.contains { ("1"..."9").contains($0) }
        return (value < 0 && !isZero ? "−" : "") + (isZero ? "0" : text)
    }

    private static func count(_ value: Double) -> String {
        let units: [(Double, String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
        for (size, letter) in units where value.magnitude >= size * 0.9995 {
            return formatted("%.3g", value / size) + letter
        }
        return significant(value, 4)
    }

    private static func significant(_ value: Double, _ digits: Int) -> String {
        formatted("%.\(digits)g", value == 0 ? 0 : value).replacingMinus
    }

    private static func formatted(_ format: String, _ value: Double) -> String {
        withVaList([value]) { arguments in
            var buffer = [CChar](repeating: 0, count: 64)
            let count = Int(vsnprintf(&buffer, buffer.count, format, arguments))
            return String(
                decoding: buffer.prefix(min(max(0, count), 63)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

extension String {
    /// With the minus sign of typography.
    fileprivate var replacingMinus: String { hasPrefix("-") ? "−" + dropFirst() : self }
}

extension Int {
    /// "1 line", "2 lines".
    public func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
