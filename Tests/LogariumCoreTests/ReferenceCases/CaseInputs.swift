/// The inputs of a case by name. What is absent or of another type is an error, never a default.
struct CaseInputs {
    let values: [String: JSONValue]

    struct Unreadable: Error, CustomStringConvertible {
        let name: String
        let type: String
        var description: String { "input \(name) is no \(type)" }
    }

    init(_ inputs: JSONValue) throws {
        guard case .object(let values) = inputs else { throw Unreadable(name: "", type: "object") }
        self.values = values
    }

    func double(_ name: String) throws -> Double {
        try read(name, as: "number") { $0.number }
    }

    func int(_ name: String) throws -> Int {
        try read(name, as: "integer") { $0.number.flatMap { Int(exactly: $0) } }
    }

    func string(_ name: String) throws -> String {
        try read(name, as: "string") { value in
            if case .string(let text) = value { text } else { nil }
        }
    }

    func seed(_ name: String = "seed") throws -> UInt64 {
        let text = try string(name)
        guard let seed = UInt64(text) else { throw Unreadable(name: name, type: "seed") }
        return seed
    }

    func doubles(_ name: String) throws -> [Double] {
        try optionalDoubles(name).map { value in
            guard let value else { throw Unreadable(name: name, type: "list of numbers") }
            return value
        }
    }

    func ints(_ name: String) throws -> [Int] {
        try doubles(name).map { value in
            guard let integer = Int(exactly: value) else { throw Unreadable(name: name, type: "integers") }
            return integer
        }
    }

    func optionalDoubles(_ name: String) throws -> [Double?] {
        try array(name).map { value in
            if value == .null { return nil }
            guard let number = value.number else { throw Unreadable(name: name, type: "numbers or nulls") }
            return number
        }
    }

    func matrix(_ name: String) throws -> [[Double]] {
        try array(name).map { row in
            try CaseInputs(.object(["row": row])).doubles("row")
        }
    }

    func array(_ name: String) throws -> [JSONValue] {
        try read(name, as: "list") { value in
            if case .array(let items) = value { items } else { nil }
        }
    }

    func object(_ name: String) throws -> [String: JSONValue] {
        try read(name, as: "object") { value in
            if case .object(let fields) = value { fields } else { nil }
        }
    }

    /// Nil where the input is absent or null.
    func ifPresent<Value>(_ name: String, _ read: (String) throws -> Value) rethrows -> Value? {
        guard let value = values[name], value != .null else { return nil }
        return try read(name)
    }

    private func read<Value>(
        _ name: String, as type: String, _ convert: (JSONValue) -> Value?
    ) throws -> Value {
        guard let value = values[name], let converted = convert(value) else {
            throw Unreadable(name: name, type: type)
        }
        return converted
    }
}
