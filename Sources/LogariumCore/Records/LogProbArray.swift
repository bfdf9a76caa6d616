/// The log-probs of one response, choice by choice: natural log, summed over the choice's tokens.
///
/// Keeps the source's digits (`json`) beside the numbers, so that what is stored is what was written.
public struct LogProbArray: Sendable, Equatable {
    /// One number a choice: NaN where the harness wrote NaN, `-infinity` allowed.
    public private(set) var values: [Double] = []
    /// True where the source gives no number at all; `values` holds NaN there.
    public private(set) var isMissing: [Bool] = []
    /// The stored text: a JSON array with `-1e999` for −∞, `1e999` for +∞, `null` for missing and NaN.
    public var json: String { text + "]" }
    private var text = "["

    public init() {}

    /// - Parameter capacity: log-probs to make room for.
    public init(capacity: Int) {
        values.reserveCapacity(capacity)
        isMissing.reserveCapacity(capacity)
        text.reserveCapacity(20 * capacity + 2)
    }

    public init(_ values: [Double?]) {
        for value in values {
            if let value { append(value) } else { appendMissing() }
        }
    }

    public var count: Int { values.count }
    public var isEmpty: Bool { values.isEmpty }
    /// True when every choice has a finite number.
    public var allFinite: Bool { values.allSatisfy(\.isFinite) }

    public mutating func appendMissing() {
        add(.nan, isMissing: true, "null")
    }

    public mutating func append(_ value: Double) {
        append(value, digits: value == 0 ? "0.0" : "\(value)")
    }

    /// - Parameter digits: the source's own spelling of a finite `value`, a valid JSON number.
    public mutating func append(_ value: Double, digits: String) {
        if value.isNaN {
            add(value, "null")
        } else if value.isInfinite {
            add(value, value < 0 ? "-1e999" : "1e999")
        } else {
            add(value, digits)
        }
    }

    private mutating func add(_ value: Double, isMissing: Bool = false, _ digits: String) {
        if !values.isEmpty { text += "," }
        text += digits
        values.append(value)
        self.isMissing.append(isMissing)
    }
}
