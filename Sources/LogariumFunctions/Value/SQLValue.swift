import Glibc

/// A value as SQLite holds it.
public enum SQLValue: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    public var isNull: Bool { self == .null }

    /// NULL for nil and for NaN, which SQLite does not have.
    init(_ number: Double?) {
        self = number.flatMap { $0.isNaN ? nil : .real($0) } ?? .null
    }

    init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }
    init(_ number: Int?) { self.init(number.map(Int64.init)) }
    init(_ flag: Bool?) { self = flag.map { .integer($0 ? 1 : 0) } ?? .null }
    init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }

    /// As an error message shows it.
    var shown: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): value.count > 40 ? "'\(value.prefix(40))…'" : "'\(value)'"
        case .blob(let bytes): "a blob of \(bytes.count) bytes"
        }
    }
}

extension SQLValue: Hashable {
    /// Within a type only: 1 and 1.0 differ. Texts byte by byte, as SQLite compares them: Swift's own comparison
    /// takes two spellings of "é" for one.
    public static func == (left: SQLValue, right: SQLValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let a), .integer(let b)): a == b
        case (.real(let a), .real(let b)): a == b
        case (.text(let a), .text(let b)): byteOrder(a, b) == 0
        case (.blob(let a), .blob(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: break
        case .integer(let value): hasher.combine(value)
        case .real(let value): hasher.combine(value)
        case .text(var value): value.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .blob(let bytes): hasher.combine(bytes)
        }
    }
}

extension SQLValue: Comparable {
    /// SQLite's order: NULL, numbers, text, blobs; equal numbers integers first.
    public static func < (left: SQLValue, right: SQLValue) -> Bool {
        switch (left, right) {
        case (.text(let a), .text(let b)): byteOrder(a, b) < 0
        case (.blob(let a), .blob(let b)): a.lexicographicallyPrecedes(b)
        case (.integer(let a), .integer(let b)): a < b
        default:
            if let a = left.number, let b = right.number, a != b { a < b } else { left.rank < right.rank }
        }
    }

    var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .null, .text, .blob: nil
        }
    }

    /// Below, at or above 0 where `a` comes before, equals or follows `b` in memcmp's order.
    private static func byteOrder(_ a: String, _ b: String) -> Int {
        var (a, b) = (a, b)
        return a.withUTF8 { a in
            b.withUTF8 { b in
                guard let bytesA = a.baseAddress, let bytesB = b.baseAddress else { return a.count - b.count }
                let order = Int(memcmp(bytesA, bytesB, min(a.count, b.count)))
                return order == 0 ? a.count - b.count : order
            }
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .real: 2
        case .text: 3
        case .blob: 4
        }
    }
}
