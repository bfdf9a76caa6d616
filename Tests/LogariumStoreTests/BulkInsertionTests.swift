import GRDB
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("Rows inserted many at a time")
struct BulkInsertionTests {
    let fixture: StoreFixture
    let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
    }

    @Test("are all there, full statements or not", arguments: [1, 7, 8, 31, 32, 33, 100])
    func counts(count: Int) throws {
        let samples = (0..<count).map { Sample.sample("q\($0)", logprobs: [-1, -Double($0) - 2]) }
        try warehouse.ingest(samples, as: .sample(step: 1), content: "a")
        try warehouse.ingest(samples.reversed(), as: .sample(step: 2), content: "b")
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM example") == count)
        #expect(try warehouse.list("SELECT n_examples FROM run") == [count, count])
        let sums: [Double] = try warehouse.list("SELECT SUM(logodds) FROM response GROUP BY run_id")
        let sum = Double(count * (count + 1) / 2)
        #expect(sums == [sum, sum])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM pragma_foreign_key_check") == 0)
    }

    @Test("a second answer to an example that the source numbers is refused with its line")
    func answeredTwice() throws {
        var samples = (0..<50).map { Sample.sample("q\($0)", line: $0 + 1) }
        samples.append(Sample.sample("q3", logprobs: [-1, -9], line: 51))
        for index in samples.indices { samples[index].copy = 0 }
        let error = #expect(throws: SourceError.self) { try warehouse.ingest(samples) }
        #expect(error?.line == 51)
        #expect(error?.reason == "this example was answered before in the same run, with other values")
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM example") == 0)
    }

    @Test("copies that the store counts are told apart, however many there are")
    func copies() throws {
        try warehouse.ingest((0..<40).map { _ in Sample.sample("same") } + [.sample("other")])
        let copies: [Int] = try warehouse.list("SELECT copy FROM example ORDER BY example_id")
        #expect(copies == Array(0..<40) + [0])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM response") == 41)
    }

    @Test("a gold that a score gives away reaches responses that wait")
    func inferredGold() throws {
        try warehouse.ingest([.sample("a", matching: nil)], as: .sample(step: 1), content: "a")
        var sample = Sample.sample("a", matching: nil)
        sample.inferredMatching = [1]
        try warehouse.ingest([.sample("b"), sample], as: .sample(step: 2), content: "b")
        #expect(try warehouse.list("SELECT status FROM response") == ["ok", "ok", "ok"])
    }

    /// SQLite 3.40 writes what it keeps to restore in pieces of up to 128 kB, and says that the disk is full otherwise.
    @Test("a statement that changes more pages than are kept in memory is carried out")
    func manyPages() throws {
        try warehouse.ingest((0..<4000).map { .sample("q\($0)") })
        try warehouse.queue.write { db in
            try db.execute(
                sql: "UPDATE example SET item_hash = substr(question_hash, 17) || substr(item_hash, 1, 16)")
            #expect(db.changesCount == 4000)
        }
    }
}
