import Foundation
import GRDB
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("Reading a warehouse")
struct ReadConnectionTests {
    private let store: StoreFixture

    init() throws { store = try StoreFixture() }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store.directory.path).sorted()
    }

    private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: store.path)) }

    @Test("leaves no file behind and changes no byte")
    func leavesNoTrace() throws {
        _ = try store.open()
        let (files, bytes) = (try files(), try bytes())
        do {
            let connection = try ReadConnection(path: store.path)
            _ = try connection.rows("SELECT * FROM run_metric")
        }
        #expect(try self.files() == files)
        #expect(try self.bytes() == bytes)
    }

    @Test("sees what another process has committed and not yet merged, and leaves its log alone")
    func readsBesideAWriter() throws {
        let writer = try store.open()
        try writer.write { try $0.execute(sql: "INSERT INTO behavior (name) VALUES ('b')") }
        let log = try Data(contentsOf: URL(fileURLWithPath: store.path + "-wal"))
        #expect(try WarehouseLocation(path: store.path) == .readOnly)
        let rows = try ReadConnection(path: store.path).rows("SELECT name FROM behavior")
        #expect(rows == [[.text("b")]])
        #expect(try Data(contentsOf: URL(fileURLWithPath: store.path + "-wal")) == log)
    }

    @Test("refuses to write even trusted SQL")
    func refusesToWrite() throws {
        _ = try store.open()
        let connection = try ReadConnection(path: store.path)
        #expect(throws: ReadError.self) { try connection.rows("INSERT INTO behavior (name) VALUES ('b')") }
    }

    @Test("makes no file where there is none")
    func makesNoFile() throws {
        #expect(throws: WarehouseError.notFound(path: store.path)) { try ReadConnection(path: store.path) }
        #expect(throws: WarehouseError.notFound(path: store.directory.path)) {
            try ReadConnection(path: store.directory.path)
        }
        #expect(try files() == [])
    }

    @Test("refuses a file that is no warehouse")
    func refusesForeign() throws {
        try Data("not a database, but long enough to be read as one".utf8).write(
            to: URL(fileURLWithPath: store.path))
        #expect(throws: WarehouseError.notAWarehouse(path: store.path)) {
            try ReadConnection(path: store.path)
        }
        try FileManager.default.removeItem(atPath: store.path)
        try DatabaseQueue(path: store.path).write { try $0.execute(sql: "CREATE TABLE x (y)") }
        #expect(throws: WarehouseError.notAWarehouse(path: store.path)) {
            try ReadConnection(path: store.path)
        }
    }

    @Test("refuses a newer warehouse")
    func refusesNewer() throws {
        _ = try store.open()
        try DatabaseQueue(path: store.path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        let known = try #require(Migration.all.last).version
        #expect(throws: WarehouseError.newer(path: store.path, version: 99, known: known)) {
            try ReadConnection(path: store.path)
        }
    }

    @Test("says what an older warehouse lacks, and how to get it")
    func older() throws {
        _ = try store.open()
        try DatabaseQueue(path: store.path).write {
            try $0.execute(sql: "DROP VIEW trend_state; DROP VIEW run_point")
        }
        let next = Migration(version: 2, name: "0002_next", sql: "")
        let connection = try ReadConnection(
            path: store.path, trust: .trusted, limits: ReadLimits(), migrations: Migration.all + [next])
        #expect(throws: ReadError.older(path: store.path, version: 1, missing: "trend_state")) {
            try connection.prepare("SELECT * FROM trend_state")
        }
        #expect(throws: ReadError.older(path: store.path, version: 1, missing: "run_point")) {
            try Check.findings(in: connection)
        }
    }

    @Test("keeps every digit, byte and infinity")
    func keepsValues() throws {
        _ = try store.open()
        let connection = try ReadConnection(path: store.path)
        let rows = try connection.rows(
            "SELECT 9223372036854775807, 0.1, -9e999, 'a' || char(0) || 'ü', x'00ff', NULL, ''")
        #expect(
            rows == [
                [
                    .integer(.max), .real(0.1), .real(-.infinity), .text("a\0ü"), .blob([0, 255]), .null,
                    .text(""),
                ]
            ])
    }

    @Test("has Logarium's functions")
    func hasFunctions() throws {
        _ = try store.open()
        let connection = try ReadConnection(path: store.path)
        let row = try connection.rows(
            "SELECT t_quantile(0.975, 4), normal_quantile(0.975), wilson_lower(0, 10), wilson_upper(0, 10)")[
                0]
        let expected = [2.7764451051978, 1.959963984540054, 0, 0.277532799863]
        for (value, expected) in zip(row, expected) {
            #expect(((value.double ?? .nan) - expected).magnitude < 1e-11)
        }
        #expect(
            try connection.rows("SELECT t_quantile(0.975, 0), t_quantile(NULL, 4), wilson_upper(0.5, 0)")
                == [[.null, .null, .null]])
    }
}
