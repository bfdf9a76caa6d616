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
    static func object(_ keys: [String], _ row: [ResultValue]) -> String {
        "{" + zip(keys, row).map { "\($0): \(text(of: $1))" }.joined(separator: ", ") + "}"
    }

    /// The columns' names as JSON keys, all different.
    static func keys(_ columns: [String]) -> [String] {
        var used: Set<String> = []
        return columns.map { column in
            let name = used.contains(column) ? unused(column, used) : column
            used.insert(name)
            return quotedJSON(name)
        }
    }

    private static func unused(_ column: String, _ used: Set<String>) -> String {
        var number = 2
        while used.contains("\(column)_\(number)") { number += 1 }
        return "\(column)_\(number)"
    }
}
