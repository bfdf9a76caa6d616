import GRDBSQLite
public import LogariumCore
import LogariumFunctions

/// A warehouse opened for reading: it never changes or creates a file.
///
/// Not safe to share between threads; open one each.
public final class ReadConnection {
    /// Who wrote the SQL: Logarium and the caller's own program, or anybody.
    public enum Trust: Sendable { case trusted, sandboxed }

    public let path: String
    /// The file's schema version, at most this program's.
    public let schemaVersion: Int
    /// Whether the views in the file are this program's; where they are not, this program's stand before them.
    public let hasOwnViews: Bool
    /// Whether this program's own SQL finds all that it is about.
    let isOfOwnSchema: Bool
    let handle: OpaquePointer
    let watch: ReadWatch
    private let sandbox: Sandbox?

    /// - Throws: `WarehouseError` where there is no warehouse or a newer one, `ReadError`.
    public convenience init(
        path: String, trust: Trust = .trusted, limits: ReadLimits = ReadLimits()
    ) throws {
        try self.init(path: path, trust: trust, limits: limits, migrations: Migration.all)
    }

    init(path: String, trust: Trust, limits: ReadLimits, migrations: [Migration]) throws {
        self.path = path
        let file = try WarehousePath.checked(path)
        let location = try WarehouseLocation(path: file)
        let (watch, sandbox) = (ReadWatch(limits), trust == .sandboxed ? Sandbox() : nil)
        let handle = try Self.open(file, location)
        do {
            let version = try Self.check(handle, path, migrations)
            hasOwnViews = Self.text(handle, Self.recordedViews) == SchemaView.sha256
            isOfOwnSchema = version == migrations.last?.version
            schemaVersion = version
            if isOfOwnSchema, !hasOwnViews { try Self.makeViews(handle, path) }
            Self.forbidWriting(handle)
            sandbox?.confine(handle)
            Self.watchProgress(handle, watch)
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
        (self.handle, self.watch, self.sandbox) = (handle, watch, sandbox)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Compiles the one statement in `sql`.
    ///
    /// - Throws: `ReadError` where SQLite refuses it, the sandbox does not allow it, or it is none or several.
    public func prepare(_ sql: String) throws -> ReadStatement {
        try ReadStatement(sql, on: self)
    }

    /// Every row of a statement without parameters; for small answers.
    public func rows(_ sql: String) throws -> [[ResultValue]] {
        var rows: [[ResultValue]] = []
        try prepare(sql).forEachRow { rows.append($0) }
        return rows
    }

    /// Makes every later answer one of the same moment, whatever is ingested meanwhile, until the connection goes.
    public func holdSnapshot() throws {
        guard sqlite3_exec(handle, "BEGIN", nil, nil, nil) == SQLITE_OK else {
            throw currentError(sql: "BEGIN")
        }
    }

    /// - Throws: `ReadError.timedOut` or `.interrupted` where a limit is reached.
    public func checkLimits() throws {
        if let reason = watch.reasonToStop { throw reason }
    }

    func forgetDenial() { _ = sandbox?.takeDenial() }

    /// The error that SQLite has just met, or the limit that made it stop.
    func currentError(sql: String) -> any Error {
        if let what = sandbox?.takeDenial() { return ReadError.notAllowed(what: what) }
        if sqlite3_errcode(handle) == SQLITE_INTERRUPT {
            return watch.reasonToStop ?? .interrupted
        }
        // A statement that would write is the statement's fault.
        let code = sqlite3_extended_errcode(handle)
        if code & 0xFF != SQLITE_READONLY, let words = SQLiteWords.words(code: code, path: path) {
            return WarehouseError.sqlite(path: path, message: words)
        }
        let message = String(cString: sqlite3_errmsg(handle))
        if let missing = missingInOlder(message) {
            return ReadError.older(path: path, version: schemaVersion, missing: missing)
        }
        let offset = sqlite3_error_offset(handle)
        return ReadError.sqlite(message: message, sql: sql, offset: offset < 0 ? nil : Int(offset))
    }

    /// The table or view that Logarium's own SQL misses because the file is of an older schema; else nil.
    private func missingInOlder(_ message: String) -> String? {
        let prefix = "no such table: "
        guard sandbox == nil, !isOfOwnSchema, message.hasPrefix(prefix) else { return nil }
        return String(message.dropFirst(prefix.count))
    }
}

// MARK: Opening

extension ReadConnection {
    private static func open(_ path: String, _ location: WarehouseLocation) throws -> OpaquePointer {
        SQLFunction.addToEveryConnection()
        var handle: OpaquePointer?
        let (name, flags) = arguments(path, location)
        let code = sqlite3_open_v2(name, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { SQLiteWords.fault(of: $0, path: path) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw WarehouseError.sqlite(path: path, message: message)
        }
        sqlite3_busy_timeout(handle, 10_000)
        return handle
    }

    private static func arguments(_ path: String, _ location: WarehouseLocation) -> (String, Int32) {
        switch location {
        case .readOnly: (path, SQLITE_OPEN_READONLY)
        case .queryOnly: (path, SQLITE_OPEN_READWRITE)
        case .immutable: (uri(path) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
        }
    }

    /// A `file:` URI: `?`, `#` and `%` of the path are escaped.
    private static func uri(_ path: String) -> String {
        let escapes: [Character: String] = ["?": "%3f", "#": "%23", "%": "%25"]
        return "file:" + path.map { escapes[$0] ?? String($0) }.joined()
    }

    private static let recordedViews = "SELECT sha256 FROM migration WHERE version = 0"

    private static func forbidWriting(_ handle: OpaquePointer) {
        for pragma in ["query_only = 1", "mmap_size = 0", "cache_size = -65536"] {
            sqlite3_exec(handle, "PRAGMA \(pragma)", nil, nil, nil)
        }
    }

    /// Temporary views live in the connection: the file is not touched.
    private static func makeViews(_ handle: OpaquePointer, _ path: String) throws {
        sqlite3_exec(handle, "PRAGMA temp_store = MEMORY", nil, nil, nil)
        for view in SchemaView.all {
            guard sqlite3_exec(handle, view.temporarySQL, nil, nil, nil) == SQLITE_OK else {
                throw WarehouseError.sqlite(path: path, message: SQLiteWords.fault(of: handle, path: path))
            }
        }
    }

    /// Checks that the file is a warehouse of ours; returns its schema version.
    private static func check(
        _ handle: OpaquePointer, _ path: String, _ migrations: [Migration]
    ) throws -> Int {
        _disableDoubleQuotedStringLiterals(handle)
        guard let application = integer(handle, "PRAGMA application_id"),
            application == Migrator.applicationID, let version = integer(handle, "PRAGMA user_version")
        else { throw failure(handle, path) }
        let known = migrations.last?.version ?? 0
        guard version > 0 else {
            throw WarehouseError.isNone(
                path: path, reason: "marked as schema \(version), which there never was")
        }
        let first = text(handle, "SELECT sha256 FROM migration WHERE version = 1")
        guard first == migrations.first?.sha256 else {
            throw WarehouseError.changedMigration(path: path, name: migrations.first?.name ?? "")
        }
        guard version <= known else {
            throw WarehouseError.newer(path: path, version: version, known: known)
        }
        return version
    }

    private static func failure(_ handle: OpaquePointer, _ path: String) -> WarehouseError {
        if WarehousePath.size(of: path) == 0 { return .isNone(path: path, reason: "an empty file (0 bytes)") }
        return switch sqlite3_errcode(handle) {
        case SQLITE_OK, SQLITE_ROW, SQLITE_DONE, SQLITE_NOTADB: .notAWarehouse(path: path)
        default: .sqlite(path: path, message: SQLiteWords.fault(of: handle, path: path))
        }
    }

    private static func integer(_ handle: OpaquePointer, _ sql: String) -> Int? {
        firstRow(handle, sql) { Int(sqlite3_column_int64($0, 0)) }
    }

    private static func text(_ handle: OpaquePointer, _ sql: String) -> String? {
        firstRow(handle, sql) { sqlite3_column_text($0, 0).map { String(cString: $0) } } ?? nil
    }

    private static func firstRow<Value>(
        _ handle: OpaquePointer, _ sql: String, _ read: (OpaquePointer?) -> Value
    ) -> Value? {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { return nil }
        return read(statement)
    }

    /// The connection keeps `watch` alive as long as the handle.
    private static func watchProgress(_ handle: OpaquePointer, _ watch: ReadWatch) {
        sqlite3_progress_handler(
            handle, 2_000,
            { context in
                guard let context else { return 0 }
                let watch = Unmanaged<ReadWatch>.fromOpaque(context).takeUnretainedValue()
                return watch.reasonToStop == nil ? 0 : 1
            }, Unmanaged.passUnretained(watch).toOpaque())
    }
}
