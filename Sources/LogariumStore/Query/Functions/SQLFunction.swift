import GRDBSQLite
import LogariumCore

/// A function that Logarium adds to SQL, on every connection it opens.
///
/// To add one, put it in the list of its kind (`distributions`) or a new list, and that into `all`.
public struct SQLFunction: Sendable {
    public let name: String
    /// Names of its arguments, in order.
    public let arguments: [String]
    /// One sentence: what it gives, and when NULL.
    public let summary: String
    /// NULL in, NULL out unless it says otherwise.
    let call: @Sendable ([ResultValue]) -> ResultValue

    /// Every function, sorted by name.
    public static let all: [SQLFunction] = distributions.sorted { $0.name < $1.name }

    static let names: Set<String> = Set(all.map(\.name))

    /// Adds every function to a connection.
    ///
    /// - Parameter connection: a `sqlite3 *`.
    /// - Throws: `ReadError.sqlite`.
    public static func register(on connection: OpaquePointer) throws {
        for function in all {
            guard function.add(to: connection) == SQLITE_OK else {
                throw ReadError.sqlite(
                    message: String(cString: sqlite3_errmsg(connection)), sql: function.name, offset: nil)
            }
        }
    }

    /// A function of numbers: NULL where an argument is no number or the value is undefined.
    static func numeric(
        _ name: String, _ arguments: [String], _ summary: String,
        _ body: @escaping @Sendable ([Double]) -> Double?
    ) -> SQLFunction {
        SQLFunction(name: name, arguments: arguments, summary: summary) { values in
            let numbers = values.compactMap(\.double)
            guard numbers.count == values.count, let value = body(numbers), !value.isNaN else { return .null }
            return .real(value)
        }
    }
}

// MARK: SQLite's side

extension SQLFunction {
    /// Holds the function while SQLite knows it.
    private final class Holder {
        let function: SQLFunction
        init(_ function: SQLFunction) { self.function = function }
    }

    private func add(to connection: OpaquePointer) -> Int32 {
        sqlite3_create_function_v2(
            connection, name, Int32(arguments.count), SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
            Unmanaged.passRetained(Holder(self)).toOpaque(),
            { context, count, values in
                guard let data = sqlite3_user_data(context), let values else { return }
                let holder = Unmanaged<Holder>.fromOpaque(data).takeUnretainedValue()
                let arguments = (0..<Int(count)).map { SQLFunction.value(of: values[$0]) }
                SQLFunction.give(holder.function.call(arguments), to: context)
            }, nil, nil,
            { data in
                if let data { Unmanaged<Holder>.fromOpaque(data).release() }
            })
    }

    private static func value(of pointer: OpaquePointer?) -> ResultValue {
        switch sqlite3_value_type(pointer) {
        case SQLITE_INTEGER: .integer(sqlite3_value_int64(pointer))
        case SQLITE_FLOAT: .real(sqlite3_value_double(pointer))
        case SQLITE_TEXT: sqlite3_value_text(pointer).map { .text(String(cString: $0)) } ?? .null
        case SQLITE_BLOB:
            .blob(
                Array(
                    UnsafeRawBufferPointer(
                        start: sqlite3_value_blob(pointer), count: Int(sqlite3_value_bytes(pointer)))))
        default: .null
        }
    }

    private static func give(_ value: ResultValue, to context: OpaquePointer?) {
        switch value {
        case .null: sqlite3_result_null(context)
        case .integer(let value): sqlite3_result_int64(context, value)
        case .real(let value): sqlite3_result_double(context, value)
        case .text(let value): sqlite3_result_text(context, value, Int32(value.utf8.count), copiedBySQLite)
        case .blob(let value): sqlite3_result_blob(context, value, Int32(value.count), copiedBySQLite)
        }
    }
}
