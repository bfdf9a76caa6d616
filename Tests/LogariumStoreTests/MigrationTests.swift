import Foundation
import GRDB
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("The schema's history")
struct MigrationTests {
    let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    /// Migrations that have landed, never to be edited: add a line for a new one.
    static let landed = try? String(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "landed_migrations.txt"), encoding: .utf8)

    @Test("is append-only: every landed migration is byte for byte what it was")
    func isAppendOnly() throws {
        let landed = try #require(Self.landed).split(separator: "\n").map(String.init)
        #expect(Migration.all.map { "\($0.sha256)  \($0.name)" } == landed)
        #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
    }

    @Test("is recorded in the file")
    func isRecorded() throws {
        let warehouse = try fixture.open()
        #expect(warehouse.migrationsApplied == Migration.all.map(\.name))
        #expect(
            try warehouse.list("SELECT sha256 FROM migration ORDER BY version")
                == [SchemaView.sha256] + Migration.all.map(\.sha256))
        #expect(try warehouse.scalar("PRAGMA user_version") == Migration.all.count)
    }

    @Test("is refused where a landed migration has changed")
    func refusesChanged() throws {
        _ = try fixture.open()
        try edit("UPDATE migration SET sha256 = 'x' WHERE version = 1")
        #expect(throws: WarehouseError.changedMigration(path: fixture.path, name: Migration.all[0].name)) {
            try fixture.open()
        }
    }

    @Test("is refused where the file is newer, with what to do")
    func refusesNewer() throws {
        _ = try fixture.open()
        try edit("PRAGMA user_version = 99")
        let error = #expect(throws: WarehouseError.self) { try fixture.open() }
        #expect("\(try #require(error))".contains("schema 99 is newer than this program"))
    }

    @Test("is refused where the file is somebody else's")
    func refusesForeign() throws {
        try edit("CREATE TABLE theirs (x)")
        #expect(throws: WarehouseError.notAWarehouse(path: fixture.path)) { try fixture.open() }
    }

    @Test("is brought up to date by migrate, after a backup that is the old file")
    func migratesAfterBackup() throws {
        try migrate(with: [Migration.all[0]])
        #expect(throws: WarehouseError.self) { try open(with: Self.next) }
        let outcome = try Warehouse.migrate(path: fixture.path, to: Self.next, waiting: 1)
        #expect(outcome.applied == ["0002_good"])
        #expect(try version(of: try #require(outcome.backup)) == 1)
        #expect(try version(of: fixture.path) == 2)
    }

    @Test(
        "goes on after a migrate that was killed, with the backup that is there or a new one",
        arguments: [
            "the same", "incomplete", "another",
        ])
    func goesOn(leftover: String) throws {
        try migrate(with: [Migration.all[0]])
        let place = fixture.path + ".backup-v1"
        try Warehouse.backUp(path: fixture.path, to: place)
        switch leftover {
        case "incomplete": try Data("SQLite".utf8).write(to: URL(fileURLWithPath: place))
        case "another": try edit("PRAGMA page_size = 1024; CREATE TABLE more (x)")
        default: break
        }
        let outcome = try Warehouse.migrate(path: fixture.path, to: Self.next, waiting: 1)
        #expect(outcome.backup == (leftover == "another" ? place + "-2" : place))
        #expect(try version(of: try #require(outcome.backup)) == 1)
    }

    @Test("is none of a file made before the first release: it is refused with what to do")
    func refusesUnreleased() throws {
        _ = try fixture.open()
        try edit("UPDATE migration SET sha256 = 'x'; PRAGMA user_version = 5")
        for opening in [{ _ = try ReadConnection(path: fixture.path) }, { _ = try fixture.open() }] {
            let error = #expect(throws: WarehouseError.self) { try opening() }
            #expect("\(try #require(error))".contains("ingest its sources again"))
        }
    }

    @Test("is one transaction a migration: one that fails leaves the file as it was")
    func isAtomic() throws {
        try migrate(with: [Migration.all[0]])
        #expect(throws: (any Error).self) { try migrate(with: [Migration.all[0], Self.good, Self.broken]) }
        let queue = try DatabaseQueue(path: fixture.path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 2)
        #expect(try queue.read { try $0.tableExists("good") && !$0.tableExists("a") })
    }

    @Test("is one transaction for a new file: it has the newest schema or none")
    func createsAtOnce() throws {
        #expect(throws: (any Error).self) { try migrate(with: [Migration.all[0], Self.good, Self.broken]) }
        let queue = try DatabaseQueue(path: fixture.path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_schema") } == 0)
        #expect(try fixture.open().migrationsApplied == Migration.all.map(\.name))
    }

    private static let next = [Migration.all[0], good]
    private static let good = Migration(version: 2, name: "0002_good", sql: "CREATE TABLE good (x);")
    private static let broken = Migration(
        version: 3, name: "0003_broken", sql: "CREATE TABLE a (x); CREATE TABLE a (y);")

    private func migrate(with migrations: [Migration]) throws {
        let migrator = Migrator(
            path: fixture.path, migrations: migrations, views: SchemaView.all, programVersion: "test")
        try DatabaseQueue(path: fixture.path).writeWithoutTransaction { _ = try migrator.migrate($0) }
    }

    private func open(with migrations: [Migration]) throws {
        _ = try Warehouse(path: fixture.path, migrations: migrations, migrating: false, waiting: 1)
    }

    private func version(of path: String) throws -> Int? {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    }

    private func edit(_ sql: String) throws {
        try DatabaseQueue(path: fixture.path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}

@Suite("Views")
struct SchemaViewTests {
    let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private func edit(_ sql: String) throws {
        try DatabaseQueue(path: fixture.path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    /// As a program would leave it whose views are others.
    private func makeOthers() throws {
        _ = try fixture.open()
        try edit(
            """
            DROP VIEW trend_metric; CREATE VIEW trend_metric AS SELECT 'theirs' AS name;
            CREATE VIEW extra AS SELECT 1 AS x;
            UPDATE migration SET sha256 = 'theirs' WHERE version = 0;
            """)
    }

    @Test("are each what their file is called", arguments: SchemaView.all.map(\.name))
    func names(name: String) throws {
        let view = try #require(SchemaView.named(name))
        #expect(view.sql.contains("\nCREATE VIEW \(name) "), "begins with a comment, then makes its view")
        #expect(view.sql.hasPrefix("-- "))
        #expect(!view.select.isEmpty)
    }

    @Test("of another program are replaced, all of them, when a file is opened to be written")
    func replaced() throws {
        try makeOthers()
        let warehouse = try fixture.open()
        #expect(warehouse.migrationsApplied == ["views"])
        let names: [String] = try warehouse.list(
            "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY 1")
        #expect(names == SchemaView.all.map(\.name))
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM trend_metric WHERE name = 'theirs'") == 0)
    }

    @Test(
        "of another program are stood before by this program's when the file is only read",
        arguments: [true, false])
    func read(isSandboxed: Bool) throws {
        try makeOthers()
        let connection = try ReadConnection(
            path: fixture.path, trust: isSandboxed ? .sandboxed : .trusted)
        #expect(!connection.hasOwnViews)
        #expect(
            try connection.rows("SELECT COUNT(*) FROM trend_metric WHERE name = 'p_match'") == [[.integer(1)]]
        )
        #expect(throws: (any Error).self) { try connection.rows("CREATE TEMP VIEW mine AS SELECT 1") }
        #expect(try Warehouse.migrate(path: fixture.path).applied == ["views"])
        #expect(try ReadConnection(path: fixture.path).hasOwnViews)
    }
}

@Suite("One writer at a time")
struct WriterLockTests {
    @Test("the second waits, or says who holds the lock")
    func locks() throws {
        let fixture = try StoreFixture()
        let first = try fixture.open()
        let error = #expect(throws: WarehouseError.self) { try fixture.open() }
        #expect("\(try #require(error))".contains("process \(getpid())"))
        withExtendedLifetime(first) {}
    }

    @Test("and leaves no file behind")
    func leavesNothing() throws {
        let fixture = try StoreFixture()
        do { _ = try fixture.open() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path) == ["test.db"])
    }
}
