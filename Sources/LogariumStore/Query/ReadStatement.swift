import GRDBSQLite
public import LogariumCore

/// One compiled SELECT: bind its parameters, then go through its rows once, as they come.
public final class ReadStatement: RowSource {
    public let columnNames: [String]
    /// Those that a query's head calls so.
    public internal(set) var jsonColumns: Set<String> = []
    /// Names without the colon, in the order of their first use; `nil` for an unnamed `?`.
    public let parameterNames: [String?]
    private let sql: String
    private let connection: ReadConnection
    private let handle: OpaquePointer

    init(_ sql: String, on connection: ReadConnection) throws {
        (self.sql, self.connection) = (sql, connection)
        var statement: OpaquePointer?
        let rest = try Self.compile(sql, &statement, connection)
        guard let statement else { throw ReadError.noStatement }
        handle = statement
        columnNames = (0..<sqlite3_column_count(handle)).map {
            String(cString: sqlite3_column_name(statement, $0))
        }
        parameterNames = (0..<sqlite3_bind_parameter_count(handle)).map { index in
            sqlite3_bind_parameter_name(statement, index + 1).map { String(String(cString: $0).dropFirst()) }
        }
        guard Self.isEmpty(rest, connection) else { throw ReadError.severalStatements(rest: rest) }
    }

    deinit { sqlite3_finalize(handle) }

    /// - Throws: `ReadError.noSuchParameter`.
    public func bind(_ name: String, _ value: ResultValue) throws {
        let places = parameterNames.indices.filter { parameterNames[$0] == name }
        guard !places.isEmpty else {
            let known = parameterNames.compactMap { $0 }
            throw ReadError.noSuchParameter(name: name, known: known, closest: name.closest(in: known))
        }
        for place in places {
            guard Self.bind(value, to: handle, at: Int32(place + 1)) == SQLITE_OK else {
                throw connection.currentError(sql: sql)
            }
        }
    }

    /// Calls `body` with every row in order.
    ///
    /// - Throws: `ReadError` where the answer cannot be finished, and what `body` throws.
    public func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
        defer { sqlite3_reset(handle) }
        let columns = 0..<Int32(columnNames.count)
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(columns.map { Self.value(handle, $0) })
            case SQLITE_DONE: return
            default: throw connection.currentError(sql: sql)
            }
            if let reason = connection.watch.reasonToStop { throw reason }
        }
    }
}

// MARK: SQLite's side

extension ReadStatement {
    /// Compiles the first statement; returns the text behind it.
    private static func compile(
        _ sql: String, _ statement: inout OpaquePointer?, _ connection: ReadConnection
    ) throws -> String {
        guard !sql.utf8.contains(0) else {
            throw ReadError.sqlite(message: "the statement holds a zero byte", sql: sql, offset: nil)
        }
        connection.forgetDenial()
        var statementHandle: OpaquePointer?
        let (code, rest) = sql.withCString { start in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection.handle, start, -1, &statementHandle, &tail)
            return (code, tail.map { String(cString: $0) } ?? "")
        }
        guard code == SQLITE_OK else { throw connection.currentError(sql: sql) }
        statement = statementHandle
        return rest
    }

    /// Whether a text holds nothing but space, semicolons and comments.
    private static func isEmpty(_ rest: String, _ connection: ReadConnection) -> Bool {
        rest.withCString { start in
            var start: UnsafePointer<CChar>? = start
            while let text = start, text.pointee != 0 {
                var statement: OpaquePointer?
                let code = sqlite3_prepare_v2(connection.handle, text, -1, &statement, &start)
                sqlite3_finalize(statement)
                if code != SQLITE_OK || statement != nil { return false }
            }
            return true
        }
    }

    private static func value(_ handle: OpaquePointer, _ column: Int32) -> ResultValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            .text(String(decoding: bytes(sqlite3_column_text(handle, column), handle, column), as: UTF8.self))
        case SQLITE_BLOB: .blob(Array(bytes(sqlite3_column_blob(handle, column), handle, column)))
        default: .null
        }
    }

    private static func bytes(
        _ start: UnsafeRawPointer?, _ handle: OpaquePointer, _ column: Int32
    ) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }

    private static func bind(_ value: ResultValue, to handle: OpaquePointer, at place: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let value): sqlite3_bind_int64(handle, place, value)
        case .real(let value): sqlite3_bind_double(handle, place, value)
        case .text(let value):
            sqlite3_bind_text(handle, place, value, Int32(value.utf8.count), copiedBySQLite)
        case .blob(let value): sqlite3_bind_blob(handle, place, value, Int32(value.count), copiedBySQLite)
        }
    }
}

/// SQLite copies what it is given (`SQLITE_TRANSIENT`, a macro that Swift does not see).
let copiedBySQLite = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Some columns of an answer, in the order asked for.
public final class SelectedColumns: RowSource {
    public let columnNames: [String]
    public var jsonColumns: Set<String> { rows.jsonColumns }
    private let rows: any RowSource
    private let indices: [Int]

    /// - Throws: `ReadError.noSuchColumn` for a name that the answer does not have.
    public init(_ rows: any RowSource, columns: [String]) throws {
        self.rows = rows
        columnNames = columns
        indices = try columns.map { name in
            guard let index = rows.columnNames.firstIndex(of: name) else {
                throw ReadError.noSuchColumn(
                    name: name, known: rows.columnNames, closest: name.closest(in: rows.columnNames))
            }
            return index
        }
    }

    public func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
        try rows.forEachRow { row in try body(indices.map { row[$0] }) }
    }
}
