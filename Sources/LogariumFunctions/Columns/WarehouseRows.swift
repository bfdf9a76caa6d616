import CSQLiteFunctions
import LogariumStatistics

/// A SELECT that a function runs in the warehouse it is called in.
final class WarehouseRows {
    private let statement: UnsafeMutableRawPointer
    private let connection: UnsafeMutableRawPointer
    let columnCount: Int32

    /// Nil where SQLite cannot compile it: a table that an older warehouse lacks.
    init?(_ sql: String, on connection: UnsafeMutableRawPointer) {
        guard let statement = csqlite_prepare(connection, sql) else { return nil }
        self.statement = statement
        self.connection = connection
        columnCount = csqlite_column_count(statement)
    }

    deinit { csqlite_finalize(statement) }

    func bind(_ place: Int32, _ value: Int64) { csqlite_bind_integer(statement, place, value) }

    /// NULL for nil: a statement may have been run with another value before.
    func bind(_ place: Int32, _ text: String?) {
        guard var text else { return csqlite_bind_null(statement, place) }
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                csqlite_bind_text(statement, place, $0.baseAddress, Int32($0.count))
            }
        }
    }

    /// - Returns: whether there is a row.
    func step() throws(SQLFunctionError) -> Bool {
        switch csqlite_step(statement) {
        case 1: return true
        case 0: return false
        default: throw Self.failure(on: connection)
        }
    }

    static func failure(on connection: UnsafeMutableRawPointer) -> SQLFunctionError {
        SQLFunctionError(String(cString: csqlite_message(connection)))
    }

    /// Readies the statement where not all rows were read.
    func reset() { csqlite_reset(statement) }

    func integer(_ column: Int32) -> Int64 { csqlite_column_integer(statement, column) }

    /// NaN for NULL.
    func real(_ column: Int32) -> Double { csqlite_column_real(statement, column) }

    func value(_ column: Int32) -> SQLValue { SQLValue(csqlite_column(statement, column)) }

    /// Every row, whole.
    func all() throws(SQLFunctionError) -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        while try step() { rows.append((0..<columnCount).map(value)) }
        return rows
    }

    /// The bytes of a text or a blob, until the next step.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let value = csqlite_column(statement, column)
        return UnsafeRawBufferPointer(start: value.bytes, count: Int(value.count))
    }
}
