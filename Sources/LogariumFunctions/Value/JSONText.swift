import LogariumText

/// A JSON value in the making: what is undefined is null, an infinity the string "inf" or "-inf".
indirect enum JSONText {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONText])
    case object(JSONObject)

    init(_ value: Bool?) { self = value.map(JSONText.bool) ?? .null }
    init(_ value: Int?) { self = value.map(JSONText.integer) ?? .null }
    init(_ value: Double?) { self = value.map(JSONText.number) ?? .null }
    init(_ value: String?) { self = value.map(JSONText.string) ?? .null }

    /// Of a number; an infinity is one.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    var string: String? { if case .string(let value) = self { value } else { nil } }

    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): Self.text(of: value)
        case .string(let value): quotedJSON(value)
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let object): object.text
        }
    }

    /// As many digits as it takes to read the same number back.
    private static func text(of number: Double) -> String {
        if number.isNaN { return "null" }
        if number.isInfinite { return number > 0 ? "\"inf\"" : "\"-inf\"" }
        return "\(number)"
    }
}

/// Fields in the order they are set.
struct JSONObject {
    private var fields: [(name: String, value: JSONText)] = []

    subscript(name: String) -> JSONText {
        get { fields.last { $0.name == name }?.value ?? .null }
        set {
            if let index = fields.firstIndex(where: { $0.name == name }) {
                fields[index].value = newValue
            } else {
                fields.append((name, newValue))
            }
        }
    }

    mutating func set(_ name: String, _ value: Double?) { self[name] = JSONText(value) }
    mutating func set(_ name: String, _ value: Int?) { self[name] = JSONText(value) }
    mutating func set(_ name: String, _ value: Bool?) { self[name] = JSONText(value) }
    mutating func set(_ name: String, _ value: String?) { self[name] = JSONText(value) }

    var text: String {
        "{" + fields.map { quotedJSON($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
    }

    var value: SQLValue { .text(text) }
}
