import GRDB
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A line that says an example again")
struct RepeatedLineTests {
    let fixture: StoreFixture
    let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
    }

    /// Two lines of a run, the second of which may repeat the first.
    struct Pair: CustomTestStringConvertible {
        let testDescription: String
        var filters = ["none", "none"]
        var documents: [Int?] = [7, 7]
        var logprobs: [[Double?]] = [[-1, -2], [-1, -2]]
        /// Examples, and responses, that are there in the end; nil where the file is refused.
        let stored: Int?

        var samples: [Sample] {
            (0..<2).map { index in
                var sample = Sample.sample("a", logprobs: logprobs[index], line: index + 1)
                (sample.filter, sample.docID) = (filters[index], documents[index])
                return sample
            }
        }
    }

    @Test(
        "is one where its values are equal, refuses the file where they differ, and is a copy where the document is another",
        arguments: [
            Pair(testDescription: "same document, equal values", stored: 1),
            Pair(
                testDescription: "same document, other values", logprobs: [[-1, -2], [-1, -3]], stored: nil),
            Pair(
                testDescription: "same document, NaN both", logprobs: [[.nan, -2], [.nan, -2]], stored: 1),
            Pair(
                testDescription: "same document, missing both", logprobs: [[nil, -2], [nil, -2]], stored: 1),
            Pair(testDescription: "missing against NaN", logprobs: [[nil, -2], [.nan, -2]], stored: nil),
            Pair(
                testDescription: "infinite both", logprobs: [[-.infinity, -2], [-.infinity, -2]], stored: 1),
            Pair(
                testDescription: "other document, other values", documents: [7, 8],
                logprobs: [[-1, -2], [-1, -3]], stored: 2),
            Pair(testDescription: "no documents", documents: [nil, nil], stored: 2),
            Pair(testDescription: "other filter, equal values", filters: ["one", "two"], stored: 1),
            Pair(
                testDescription: "other filter, other values", filters: ["one", "two"],
                logprobs: [[-1, -2], [-1, -3]], stored: nil),
        ])
    func pairs(pair: Pair) throws {
        guard let stored = pair.stored else {
            let error = #expect(throws: SourceError.self) { try warehouse.ingest(pair.samples) }
            #expect(error?.line == 2)
            #expect(error?.reason.contains("with other values") == true)
            #expect(try warehouse.scalar("SELECT COUNT(*) FROM run") == 0)
            return
        }
        try warehouse.ingest(pair.samples)
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM response") == stored)
        #expect(try warehouse.scalar("SELECT n_examples FROM run") == stored)
    }

    @Test("under another filter is none where its item was never answered")
    func otherFilterNewItem() throws {
        var samples = [Sample.sample("a"), .sample("b")]
        (samples[0].filter, samples[1].filter) = ("one", "none")
        try warehouse.ingest(samples)
        #expect(try warehouse.scalar("SELECT n_examples FROM run") == 2)
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM response") == 2)
    }

    @Test("tells which of several copies it repeats by its document")
    func copies() throws {
        func sample(_ document: Int, _ logprob: Double) -> Sample {
            var sample = Sample.sample("a", logprobs: [logprob, -2])
            sample.docID = document
            return sample
        }
        let outcome = try warehouse.ingest([
            sample(1, -1), sample(2, -3), sample(3, -4), sample(2, -3), sample(1, -1),
        ])
        #expect(outcome.runs.map(\.nRepeated) == [2])
        #expect(try warehouse.scalar("SELECT n_examples FROM run") == 3)
        #expect(throws: SourceError.self) {
            try warehouse.ingest([sample(1, -1), sample(2, -3), sample(2, -1)], as: .sample(step: 2))
        }
    }

    @Test("scores count as values too, and scores alone make an example")
    func scores() throws {
        func sample(_ value: Double) -> Sample {
            var sample = Sample.sample("a")
            sample.response = nil
            sample.docID = 1
            sample.scores = [ScoreRecord(metric: "bleu", value: value)]
            return sample
        }
        let outcome = try warehouse.ingest([sample(0.5), sample(0.5)])
        #expect(outcome.runs.flatMap { [$0.nExamples, $0.nScores, $0.nRepeated] } == [1, 1, 1])
        #expect(try warehouse.scalar("SELECT n_examples FROM run") == 1)
        #expect(throws: SourceError.self) {
            try warehouse.ingest([sample(0.5), sample(0.25)], as: .sample(step: 2))
        }
    }

    @Test("more examples than the results say is told")
    func overfull() throws {
        var run = RunRecord.sample()
        run.nExpected = 1
        let whole = try warehouse.ingest([.sample("a")], as: run)
        #expect(whole.runs.map(\.isOverfull) == [false])
        var other = RunRecord.sample(step: 2)
        other.nExpected = 1
        let more = try warehouse.ingest([.sample("a"), .sample("b")], as: other)
        #expect(more.runs.map(\.isOverfull) == [true])
    }
}
