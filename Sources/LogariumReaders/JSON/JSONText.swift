/// Writes JSON text: compact, members of an object sorted by name, so that equal values have equal texts.
struct JSONText {
    private var members: [String: String] = [:]

    /// Does nothing when there is no value or it is null.
    mutating func add(_ name: String, _ value: JSONElement?) {
        if let value, !value.isNull { members[name] = Self.compact(value) }
    }

    mutating func add(_ name: String, text: String?) {
        if let text { members[name] = JSONString.quoted(text) }
    }

    mutating func add(_ name: String, raw: String?) {
        if let raw { members[name] = raw }
    }

    var object: String { Self.object(members) }

    static func compact(_ element: JSONElement) -> String {
        switch element.kind {
        case .null: return "null"
        case .bool: return element.bool == true ? "true" : "false"
        case .integer: return element.int.map(String.init) ?? number(element.number ?? 0)
        case .double: return number(element.number ?? 0)
        case .string: return JSONString.quoted(element.string ?? "")
        case .array: return "[" + element.elements.map(compact).joined(separator: ",") + "]"
        case .object:
            let members = element.fields.map { ($0.key.string, compact($0.value)) }
            return object(Dictionary(members) { _, last in last })
        }
    }

    static func array(_ texts: [String]) -> String {
        "[" + texts.map(JSONString.quoted).joined(separator: ",") + "]"
    }

    private static func object(_ members: [String: String]) -> String {
        let sorted = members.sorted { $0.key < $1.key }
        return "{" + sorted.map { "\(JSONString.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    }

    /// simdjson reads no infinity, so that every double here is finite.
    private static func number(_ value: Double) -> String { "\(value)" }
}
