import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("SQL from anybody")
struct SandboxTests {
    /// What must be refused by rule, whatever it would do.
    static let forbidden = [
        "INSERT INTO task (name) VALUES ('x')", "UPDATE run SET label = 'x'", "DELETE FROM response",
        "REPLACE INTO behavior (name) VALUES ('x')", "DROP TABLE run", "DROP VIEW run_metric",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x (y)", "CREATE TEMP VIEW x AS SELECT 1", "CREATE INDEX x ON run (label)",
        "CREATE TRIGGER x AFTER INSERT ON run BEGIN SELECT 1; END", "CREATE VIRTUAL TABLE x USING fts5(y)",
        "ALTER TABLE run ADD COLUMN x", "REINDEX", "ANALYZE", "VACUUM",
        "VACUUM INTO '/tmp/logarium-stolen.db'",
        "ATTACH '/tmp/logarium-other.db' AS other", "ATTACH ':memory:' AS other", "DETACH main", "BEGIN",
        "BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT x", "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 9",
        "PRAGMA query_only = 0", "PRAGMA writable_schema = 1", "PRAGMA application_id = 1",
        "PRAGMA wal_checkpoint",
        "PRAGMA temp_store_directory = '/tmp'", "PRAGMA trusted_schema = 1", "PRAGMA hard_heap_limit = 0",
        "PRAGMA optimize", "PRAGMA incremental_vacuum", "PRAGMA journal_mode(DELETE)",
        "SELECT load_extension('/tmp/x.so')", "SELECT LOAD_EXTENSION('x', 'y')",
        "SELECT writefile('/tmp/x', 'y')",
        "SELECT readfile('/etc/passwd')", "SELECT edit('x')", "SELECT fts3_tokenizer('simple')",
        "SELECT sqlite_log(1, 'x')", "SELECT * FROM fsdir('/')", "EXPLAIN DELETE FROM run",
        "WITH x AS (SELECT 1) DELETE FROM run", "SELECT 1; DELETE FROM run",
        "SELECT 1 -- x\n; DROP TABLE run",
        "/* SELECT */ DELETE FROM run", "SELECT 1; SELECT 2", ";;SELECT 1;;; SELECT 2", "", " -- nothing\n",
        ";",
        "SELECT 1\0; DELETE FROM run", "UPDATE sqlite_master SET sql = 'x'",
        "SELECT * FROM pragma_wal_checkpoint",
        "SELECT * FROM pragma_user_version('9')",
    ]

    /// What is allowed to start and must end.
    static let greedy = [
        "SELECT printf('%.*c', 900000000, 'x')", "SELECT format('%900000000d', 1)",
        "SELECT length(zeroblob(1000000000))",
        "SELECT length(randomblob(1000000000))", "SELECT replace(hex(zeroblob(30000000)), '0', 'xxxxxxxxxx')",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n ORDER BY -x",
        "WITH RECURSIVE n(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM n) SELECT MAX(LENGTH(x)) FROM n",
        "SELECT COUNT(*) FROM pragma_function_list a, pragma_function_list b, pragma_function_list c, pragma_function_list d",
        "SELECT a.name FROM pragma_function_list a, pragma_function_list b, pragma_function_list c ORDER BY random()",
        "SELECT group_concat(hex(randomblob(1000))) FROM pragma_function_list a, pragma_function_list b, pragma_function_list c",
        "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' LIKE '\(String(repeating: "%a", count: 400))b'",
        "SELECT \(String(repeating: "(", count: 600))1\(String(repeating: ")", count: 600))",
        "SELECT 1\(String(repeating: " UNION ALL SELECT 1", count: 300))",
        "SELECT json_group_array(value) FROM json_each('[\(String(repeating: "1,", count: 50_000))1]') a, pragma_function_list b, pragma_function_list c",
    ]

    private let fixture: ViewFixture

    init() throws {
        fixture = try ViewFixture()
        try fixture.add([-1, -2], matching: [0], to: try fixture.addRun(primary: true))
        try fixture.warehouse.write { try $0.execute(sql: "UPDATE run SET n_examples = 1, n_ok = 1") }
    }

    /// Names and digests of everything beside the warehouse.
    private func surroundings() throws -> [String: String] {
        let folder = URL(fileURLWithPath: fixture.path).deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.filter { !$0.hasSuffix("-shm") }.map { name in
                var digest = SHA256Digest()
                let data = try Data(contentsOf: folder.appending(path: name))
                data.withUnsafeBytes { digest.update($0) }
                return (name, digest.finalizeHex())
            })
    }

    private func run(_ sql: String, timeout: Double) throws {
        let connection = try ReadConnection(
            path: fixture.path, trust: .sandboxed, limits: ReadLimits(timeout: timeout))
        try connection.prepare(sql).forEachRow { _ in }
    }

    @Test("cannot change, attach, load or say two things", arguments: forbidden)
    func isRefused(_ sql: String) throws {
        let before = try surroundings()
        #expect(throws: ReadError.self) { try run(sql, timeout: 5) }
        #expect(try surroundings() == before)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/logarium-stolen.db"))
    }

    @Test("ends in time, whatever it asks for", .timeLimit(.minutes(5)), arguments: greedy)
    func endsInTime(_ sql: String) throws {
        let before = try surroundings()
        _ = try? run(sql, timeout: 0.5)
        #expect(try surroundings() == before)
    }

    @Test("is told when its text got too long, rather than given NULL")
    func tooLong() {
        let error = #expect(throws: ReadError.self) {
            try run("SELECT printf('%.*c', 900000000, 'x')", timeout: 5)
        }
        #expect(error?.description == "string or blob too big")
    }

    @Test("is stopped with the seconds it had")
    func timesOut() {
        let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
        #expect(throws: ReadError.timedOut(seconds: 0.2)) { try run(sql, timeout: 0.2) }
    }

    @Test("is stopped by whoever may cancel it")
    func isCancelled() throws {
        let connection = try ReadConnection(
            path: fixture.path, trust: .sandboxed, limits: ReadLimits(isCancelled: { true }))
        #expect(throws: ReadError.interrupted) {
            try connection.prepare(
                "SELECT COUNT(*) FROM pragma_function_list a, pragma_function_list b, pragma_function_list c"
            )
            .forEachRow { _ in }
        }
    }

    @Test("may read every view, and use what SQLite and Logarium compute with")
    func mayRead() throws {
        for view in [
            "run_metric", "run_metric_full", "example_metric_full", "choice_logprob", "sqlite_schema",
        ] {
            try run("SELECT * FROM \(view)", timeout: 5)
        }
        try run(
            "SELECT t_quantile(0.975, 4), printf('%.3f', 1), format('%s', 'x'), median FROM (SELECT AVG(1) AS median)",
            timeout: 5)
        try run("PRAGMA table_info(run)", timeout: 5)
        try run("SELECT * FROM json_each('[1]'), json_tree('[1]'), pragma_table_info('run')", timeout: 5)
        try run("EXPLAIN QUERY PLAN SELECT * FROM run", timeout: 5)
        try run("SELECT 1; -- done", timeout: 5)
    }

    @Test("that does not parse is shown where")
    func showsPlace() {
        let error = #expect(throws: ReadError.self) {
            try run("SELECT 1,\n  mean_q FROM run_metric", timeout: 5)
        }
        #expect(error?.description == "no such column: mean_q (line 2, column 3: mean_q FROM run_metric)")
    }
}
