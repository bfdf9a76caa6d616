/// One cell of a query's answer, as SQLite holds it.
public enum ResultValue: Sendable, Equatable {
    case null
    case integer(Int64)
    /// Never NaN: SQLite has none. May be infinite.
    case real(Double)
    case text(String)
    case blob([UInt8])

    public var isNull: Bool { self == .null }

    /// The number, of an integer or real cell.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .null, .text, .blob: nil
        }
    }

    public var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}
