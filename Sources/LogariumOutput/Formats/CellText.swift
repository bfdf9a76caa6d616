import Glibc
import LogariumCore

/// How a cell is spelt.
enum CellText {
    /// Every digit of a number: the shortest text that reads back as the same one.
    static func exact(_ value: ResultValue) -> String {
        switch value {
        case .null: ""
        case .integer(let value): String(value)
        case .real(let value): "\(value)"
        case .text(let value): value
        case .blob(let value): value.hexText
        }
    }

    /// For people.
    ///
    /// - Parameter digits: significant ones.
    static func short(_ value: ResultValue, digits: Int32 = 6) -> String {
        guard case .real(let number) = value, number.isFinite else { return exact(value) }
        if number == number.rounded(), number.magnitude < 1e6 { return String(Int64(number)) }
        return withVaList([digits, number]) { arguments in
            var buffer = [CChar](repeating: 0, count: 32)
            let count = Int(vsnprintf(&buffer, buffer.count, "%.*g", arguments))
            return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

extension ResultValue {
    /// Numbers are set flush right.
    var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .blob: false
        }
    }
}
