import GRDB
import GRDBSQLite

/// One SQLite statement, stepped through the C API: GRDB's path costs more than the insert itself where a
/// statement runs once a response.
final class PreparedStatement {
    private let connection: OpaquePointer
    private let statement: OpaquePointer
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    /// Added to the index of everything that is bound: the parameters before those of the row being bound.
    var firstParameter: Int32 = 0

    init(_ db: Database, _ sql: String) throws {
        guard let connection = db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)),
                sql: sql)
        }
        self.connection = connection
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }

    func bind(_ index: Int32, _ value: Int64) {
        sqlite3_bind_int64(statement, firstParameter + index, value)
    }

    func bind(_ index: Int32, _ value: Int) { bind(index, Int64(value)) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ value: Int?) { bind(index, value.map(Int64.init)) }

    func bind(_ index: Int32, _ value: Double?) {
        if let value {
            sqlite3_bind_double(statement, firstParameter + index, value)
        } else {
            bindNull(index)
        }
    }

    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { bind(index, utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Binds a text by its bytes, which are copied.
    func bind(_ index: Int32, utf8 text: UnsafeRawBufferPointer) {
        // A null pointer would bind NULL: the empty text has an address too.
        let bytes = text.baseAddress ?? UnsafeRawPointer(statement)
        sqlite3_bind_text(
            statement, firstParameter + index, bytes.assumingMemoryBound(to: CChar.self), Int32(text.count),
            Self.transient)
    }

    func bind(_ index: Int32, _ value: String?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    func bindNull(_ index: Int32) { sqlite3_bind_null(statement, firstParameter + index) }

    /// Makes every parameter NULL.
    func clearBindings() { sqlite3_clear_bindings(statement) }

    /// Runs a statement that returns no row, and readies it for the next.
    func run() throws {
        defer { sqlite3_reset(statement) }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw failure }
    }

    /// Steps to the first row, reads it, and readies the statement for the next.
    func firstRow<Value>(_ read: (borrowing Columns) -> Value) throws -> Value? {
        defer { sqlite3_reset(statement) }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return read(Columns(statement: statement))
        case SQLITE_DONE: return nil
        default: throw failure
        }
    }

    /// The columns of a row, while the statement stands on it.
    struct Columns: ~Copyable {
        fileprivate let statement: OpaquePointer

        func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

        func text(_ column: Int32) -> String? {
            guard let bytes = sqlite3_column_text(statement, column) else { return nil }
            let count = Int(sqlite3_column_bytes(statement, column))
            return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }

    private var failure: DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)),
            sql: sqlite3_sql(statement).map { String(cString: $0) })
    }
}

/// Statements that run once a run or a source: prepared once a connection, since preparing costs more than running.
extension Database {
    func executeCached(sql: String, arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func fetchCachedValue<Value: DatabaseValueConvertible>(
        _ type: Value.Type = Value.self, sql: String, arguments: StatementArguments = StatementArguments()
    ) throws -> Value? {
        try Value.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
    }

    func fetchCachedRow(sql: String, arguments: StatementArguments) throws -> Row? {
        try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
    }
}
