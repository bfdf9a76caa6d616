import GRDB
import Testing

@testable import LogariumStore

@Suite("The doctor")
struct DoctorTests {
    @Test("knows which versions of SQLite have the WAL-reset race")
    func knowsFaults() {
        func hasRace(_ number: Int) -> Bool {
            SQLiteFault.known(in: SQLiteVersion(number: number)).contains { $0.summary.contains("WAL-reset") }
        }
        #expect([3_040_001, 3_044_005, 3_050_006, 3_051_002, 3_045_000].allSatisfy(hasRace))
        #expect(![3_044_006, 3_050_007, 3_051_003, 3_053_000].contains(where: hasRace))
    }

    @Test("finds nothing wrong with a known model, and gaps with an unknown one")
    func findsGaps() throws {
        let fixture = try ViewFixture()
        #expect(try Doctor.examine(path: fixture.path).findings == [])
        try fixture.warehouse.write {
            try $0.execute(sql: "INSERT INTO model (name, inferred) VALUES ('x', '[\"n_params\"]')")
        }
        let findings = try Doctor.examine(path: fixture.path).findings
        #expect(findings.map(\.topic) == ["identity", "identity", "identity"])
        #expect(findings[0].what == "1 models of no known series, which no trend will join: x")
    }

    @Test("names who is writing")
    func namesTheWriter() throws {
        let fixture = try ViewFixture()
        let fact = try Doctor.examine(path: fixture.path).facts.first { $0.name == "writer" }
        #expect(fact?.value.hasPrefix("process ") == true)
    }

    @Test("finds rows that refer to nothing")
    func findsOrphans() throws {
        let store = try StoreFixture()
        _ = try store.open()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: store.path, configuration: configuration)
        try queue.write { try $0.execute(sql: "INSERT INTO checkpoint (model_id) VALUES (99)") }
        #expect(try Doctor.examine(path: store.path).findings.contains { $0.topic == "file" })
    }
}
