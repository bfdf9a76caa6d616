/// A value as SQLite holds it. Equal only within a type: 1 and 1.0 differ.
public enum SQLValue: Sendable, Hashable {
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

extension SQLValue: Comparable {
    /// SQLite's order: NULL, numbers, text, blobs.
    public static func < (left: SQLValue, right: SQLValue) -> Bool {
        switch (left, right) {
        case (.text(let a), .text(let b)): a < b
        case (.blob(let a), .blob(let b)): a.lexicographicallyPrecedes(b)
        default:
            if let a = left.number, let b = right.number { a < b } else { left.rank < right.rank }
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

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer, .real: 1
        case .text: 2
        case .blob: 3
        }
    }
}
