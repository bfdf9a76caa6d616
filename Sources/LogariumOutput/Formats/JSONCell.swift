import LogariumCore
import LogariumText

/// JSON (RFC 8259) of a cell: all digits of integers, infinities as texts, blobs as hexadecimal.
enum JSONCell {
    static func text(of value: ResultValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let value): String(value)
        case .real(let value): value.isFinite ? "\(value)" : "\"\(value)\""
        case .text(let value): quotedJSON(value)
        case .blob(let value): "\"\(value.hexText)\""
        }
    }

    /// `{"a": 1, …}`; a name that occurs again gets a number, since a JSON object would keep one of them only.
    static func object(_ keys: [Key], _ row: [ResultValue]) -> String {
        "{"
            + zip(keys, row).map { "\($0.text): \($0.isJSON ? inside($1) : text(of: $1))" }
            .joined(separator: ", ") + "}"
    }

    /// A column's name as a JSON key.
    struct Key {
        let text: String
        /// Whether its texts are arrays or objects, which stay what they are.
        let isJSON: Bool
    }

    /// All different.
    static func keys(_ columns: [String], json: Set<String>) -> [Key] {
        var used: Set<String> = []
        return columns.map { column in
            let name = used.contains(column) ? unused(column, used) : column
            used.insert(name)
            return Key(text: quotedJSON(name), isJSON: json.contains(column))
        }
    }

    private static func inside(_ value: ResultValue) -> String {
        guard case .text(let json) = value, json.hasPrefix("[") || json.hasPrefix("{") else {
            return text(of: value)
        }
        return json
    }

    private static func unused(_ column: String, _ used: Set<String>) -> String {
        var number = 2
        while used.contains("\(column)_\(number)") { number += 1 }
        return "\(column)_\(number)"
    }
}
