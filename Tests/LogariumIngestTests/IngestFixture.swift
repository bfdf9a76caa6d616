import Foundation
import GRDB
import LogariumCore
import LogariumIngest
import LogariumStore

/// A temporary directory with a warehouse in it, removed when the fixture goes.
final class IngestFixture {
    let directory: URL
    var database: String { directory.appending(path: "test.db").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "logarium-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    @discardableResult
    func ingest(_ paths: [String], _ options: IngestOptions = IngestOptions()) throws -> IngestSummary {
        try Ingest(options: options).run(paths, into: database)
    }

    /// Writes a file below the fixture's directory and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let url = directory.appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Some columns of a query's rows.
    func answers(_ query: String, _ given: [String: String], columns: [String]) throws -> [[ResultValue]] {
        let statement = try ReadConnection(path: database).prepare(QueryCatalog.query(query), given: given)
        let places = columns.compactMap(statement.columnNames.firstIndex)
        var rows: [[ResultValue]] = []
        try statement.forEachRow { row in rows.append(places.map { row[$0] }) }
        return rows
    }

    func list<Value: DatabaseValueConvertible>(_ sql: String) throws -> [Value] {
        try DatabaseQueue(path: database).read { try Value.fetchAll($0, sql: sql) }
    }

    func scalar<Value: DatabaseValueConvertible>(_ sql: String) throws -> Value? {
        try DatabaseQueue(path: database).read { try Value.fetchOne($0, sql: sql) }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let lab = root.appending(path: "examples/lab")
    static let harnessFiles = root.appending(path: "Tests/LogariumIngestTests/Fixtures/lm_eval")
    static let shared = root.deletingLastPathComponent().appending(path: "shared")
    static let hasShared = FileManager.default.fileExists(atPath: shared.path)
}
