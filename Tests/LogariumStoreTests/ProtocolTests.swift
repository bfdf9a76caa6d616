import LogariumCore
import Testing

@testable import LogariumStore

@Suite("Runs of one task share a protocol")
struct ProtocolTests {
    let fixture: StoreFixture
    let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
    }

    private func protocols() throws -> [Int] {
        try warehouse.list("SELECT DENSE_RANK() OVER (ORDER BY protocol_id) FROM run ORDER BY run_id")
    }

    @Test("where the items they share were put identically, whatever was declared")
    func byContent() throws {
        try warehouse.ingest([.sample("a"), .sample("b")], as: .sample(step: 1, shots: 0))
        try warehouse.ingest([.sample("b"), .sample("c")], as: .sample(step: 2, shots: 5), file: "2")
        #expect(try protocols() == [1, 1])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM protocol_example") == 3)
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM protocol") == 1)
    }

    @Test(
        "and keep the number of shots that they declare where the protocol has another, whichever came first")
    func declaredShots() throws {
        func declared() throws -> [Int?] {
            try warehouse.list(
                "SELECT JSON_EXTRACT(config, '$.declared_num_fewshot') FROM run ORDER BY run_id")
        }
        try warehouse.ingest([.sample("a")], as: .sample(step: 1, shots: 0))
        try warehouse.ingest([.sample("a")], as: .sample(step: 2, shots: 0), file: "2")
        try warehouse.ingest([.sample("a")], as: .sample(step: 3, shots: 5), file: "3")
        #expect(try declared() == [nil, nil, 5])

        var orphan = RunRecord.sample(shots: 0)
        (orphan.reference, orphan.partial) = (CheckpointReference(ref: "directory@time"), .noResults)
        try warehouse.ingest([.sample("a", logprobs: [-3, -4])], as: orphan, file: "4")
        let results = ResultsRecord(
            reference: RunRecord.sample(step: 4).reference, runs: ["t": .sample(step: 4, shots: 2)],
            reported: [])
        _ = try warehouse.ingest(
            results, from: SourceDescription(path: "results.json", role: .results, format: "test"),
            digest: SourceDigest(sha256: SHA256Digest.hex(of: "results"), bytes: 1, lines: 0),
            tasksWithSamples: [],
            orphanReference: "directory@time")
        #expect(try declared() == [nil, nil, 5, 2])
        #expect(try protocols() == [1, 1, 1, 1])
    }

    @Test("not where one item was put otherwise, though equally declared")
    func notByDeclarationAlone() throws {
        try warehouse.ingest([.sample("a"), .sample("b")], as: .sample(step: 1))
        try warehouse.ingest([.sample("a", prompt: "Now: a"), .sample("b")], as: .sample(step: 2), file: "2")
        #expect(try protocols() == [1, 2])
        #expect(
            try warehouse.list("SELECT label FROM protocol ORDER BY protocol_id") == [
                "0-shot", "0-shot, variant 1",
            ])
        #expect(try warehouse.scalar("SELECT COUNT(DISTINCT item_hash) FROM example") == 2)
    }

    @Test("where they share no item and are declared alike")
    func byDeclaration() throws {
        try warehouse.ingest([.sample("a")], as: .sample(step: 1))
        try warehouse.ingest([.sample("b")], as: .sample(step: 2), file: "2")
        try warehouse.ingest([.sample("c")], as: .sample(step: 3, shots: 5), file: "3")
        #expect(try protocols() == [1, 1, 2])
    }

    @Test("of which one run a checkpoint is primary: the one with most ok examples")
    func primary() throws {
        var limited = RunRecord.sample(step: 1)
        limited.selection = "limit=1"
        limited.partial = .limit
        try warehouse.ingest([.sample("a")], as: limited)
        #expect(try warehouse.list("SELECT is_primary FROM run ORDER BY run_id") == [1])
        try warehouse.ingest([.sample("a"), .sample("b")], as: .sample(step: 1), file: "2")
        #expect(try warehouse.list("SELECT is_primary FROM run ORDER BY run_id") == [0, 1])
        let first: Int64? = try warehouse.scalar("SELECT MIN(run_id) FROM run")
        try warehouse.choosePrimary(run: try #require(first))
        #expect(try warehouse.list("SELECT is_primary FROM run ORDER BY run_id") == [1, 0])
    }

    @Test("and the engine dummy is never primary")
    func dummyIsNever() throws {
        var run = RunRecord.sample()
        run.engine = "dummy"
        try warehouse.ingest([.sample("a")], as: run)
        #expect(try warehouse.list("SELECT is_primary FROM run") == [0])
    }
}
