/// The log-probs of one response, choice by choice: natural log, summed over the choice's tokens.
///
/// Keeps the source's digits (`json`) beside the numbers, so that what is stored is what was written.
public struct LogProbArray: Sendable, Equatable {
    /// One number a choice: NaN where the harness wrote NaN, `-infinity` allowed.
    public private(set) var values: [Double] = []
    /// True where the source gives no number at all; `values` holds NaN there.
    public var isMissing: [Bool] { values.indices.map(missing.contains) }
    public var hasMissing: Bool { !missing.isEmpty }
    private var missing: [Int] = []
    /// The stored text: a JSON array with `-1e999` for −∞, `1e999` for +∞, `null` for missing and NaN.
    public var json: String { String(decoding: text, as: UTF8.self) }
    private var text: [UInt8] = [UInt8(ascii: "["), UInt8(ascii: "]")]

    public init() {}

    /// - Parameter capacity: log-probs to make room for.
    public init(capacity: Int) {
        values.reserveCapacity(capacity)
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

    /// Calls `body` with the bytes of `json`.
    public func withText(_ body: (UnsafeRawBufferPointer) -> Void) { text.withUnsafeBytes(body) }

    public mutating func appendMissing() {
        missing.append(count)
        add(.nan, "null")
    }

    public mutating func append(_ value: Double) {
        append(value, digits: value == 0 ? "0.0" : "\(value)")
    }

    /// - Parameter digits: as below.
    public mutating func append(_ value: Double, digits: String) {
        var digits = digits
        digits.withUTF8 { append(value, digits: UnsafeRawBufferPointer($0)) }
    }

    /// - Parameter digits: the source's own spelling of a finite `value`, a valid JSON number.
    public mutating func append(_ value: Double, digits: UnsafeRawBufferPointer) {
        if value.isNaN {
            add(value, "null")
        } else if value.isInfinite {
            add(value, value < 0 ? "-1e999" : "1e999")
        } else {
            add(value, digits)
        }
    }

    private mutating func add(_ value: Double, _ word: StaticString) {
        add(value, UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private mutating func add(_ value: Double, _ digits: UnsafeRawBufferPointer) {
        text.removeLast()
        if !values.isEmpty { text.append(UInt8(ascii: ",")) }
        text.append(contentsOf: digits)
        text.append(UInt8(ascii: "]"))
        values.append(value)
    }
}
