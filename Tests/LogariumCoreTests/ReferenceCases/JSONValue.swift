/// A value of a case file. Infinities and NaN are written as strings there.
enum JSONValue: Equatable, Decodable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// The number that a JSON number or one of the strings "Infinity", "-Infinity", "NaN" stands for.
    var number: Double? {
        switch self {
        case .number(let value): value
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        case .string("NaN"): .nan
        default: nil
        }
    }
}

/// What an adapter may hand back.
protocol CaseValue {
    var json: JSONValue { get }
}

extension Double: CaseValue { var json: JSONValue { .number(self) } }
extension Int: CaseValue { var json: JSONValue { .number(Double(self)) } }
extension Bool: CaseValue { var json: JSONValue { .bool(self) } }
extension String: CaseValue { var json: JSONValue { .string(self) } }

extension Optional: CaseValue where Wrapped: CaseValue {
    var json: JSONValue { self?.json ?? .null }
}

extension Array: CaseValue where Element: CaseValue {
    var json: JSONValue { .array(map(\.json)) }
}

extension Dictionary: CaseValue where Key == String, Value: CaseValue {
    var json: JSONValue { .object(mapValues(\.json)) }
}

/// An object whose values differ in type.
struct Fields: CaseValue, ExpressibleByDictionaryLiteral {
    var fields: [String: any CaseValue]

    init(dictionaryLiteral elements: (String, any CaseValue)...) {
        fields = Dictionary(elements) { $1 }
    }

    var json: JSONValue { .object(fields.mapValues(\.json)) }

    func merging(_ other: Fields) -> Fields {
        var merged = self
        merged.fields.merge(other.fields) { $1 }
        return merged
    }
}
