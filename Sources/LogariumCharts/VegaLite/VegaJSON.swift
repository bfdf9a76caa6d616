import LogariumText

/// A JSON value (RFC 8259) whose objects keep their order; infinities and NaN are null.
indirect enum VegaJSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([VegaJSON])
    case object([(String, VegaJSON)])

    init(stringLiteral value: String) { self = .string(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: VegaJSON...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, VegaJSON)...) { self = .object(elements) }
    init(_ value: Double?) { self = value.map { .number($0) } ?? .null }

    /// Indented by two spaces a level, rows of data one a line.
    func text(indent: Int = 0) -> String {
        let pad = String(repeating: "  ", count: indent + 1)
        let end = "\n" + String(repeating: "  ", count: indent)
        switch self {
        case .array(let items) where items.contains(where: \.isNested):
            return "[\n"
                + items.map { pad + ($0.isFlat ? $0.flat : $0.text(indent: indent + 1)) }.joined(
                    separator: ",\n")
                + end + "]"
        case .object(let members) where !isFlat:
            return "{\n"
                + members.map {
                    "\(pad)\(quotedJSON($0)): \($1.isFlat ? $1.flat : $1.text(indent: indent + 1))"
                }
                .joined(separator: ",\n") + end + "}"
        default: return flat
        }
    }

    private var flat: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): Self.spelt(value)
        case .string(let value): quotedJSON(value)
        case .array(let items): "[" + items.map(\.flat).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\(quotedJSON($0)): \($1.flat)" }.joined(separator: ", ") + "}"
        }
    }

    private var isNested: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }

    private var isFlat: Bool {
        switch self {
        case .array(let items): !items.contains(where: \.isNested)
        case .object(let members): !members.contains { $0.1.isNested }
        case .null, .bool, .number, .string: true
        }
    }

    private static func spelt(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        return value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
