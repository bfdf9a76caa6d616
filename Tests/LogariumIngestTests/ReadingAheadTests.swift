import Foundation
import LogariumCore
import LogariumIngest
import Testing

@Suite("Files that are read ahead")
struct ReadingAheadTests {
    private static func lines(_ model: String, _ examples: Range<Int>) -> String {
        examples.map {
            #"{"model":"\#(model)","task":"t","example":"e\#($0)","matching":[0],"logprobs":[-\#($0).5,-2]}"#
        }.joined(separator: "\n") + "\n"
    }

    @Test("examples of a refused file are new to the next one")
    func refusedFile() throws {
        let fixture = try IngestFixture()
        let text = Self.lines("first", 0..<5000) + #"{"model":"first","task":"t","logprobs":"#
        try fixture.write(text, to: "in/a.ndjson")
        let path = try fixture.write(Self.lines("second", 0..<5000), to: "in/b.ndjson")
        try fixture.write(Self.lines("third", 0..<5000), to: "in/c.ndjson")
        let summary = try fixture.ingest([fixture.directory.appending(path: "in").path])
        #expect(summary.refused.map(\.line) == [5001])
        #expect(summary.files.map { $0.outcome?.nNewResponses } == [nil, 5000, 5000])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM example") == 5000)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM response") == 10_000)
        #expect(try fixture.list("PRAGMA foreign_key_check") as [String] == [])
        // A single file, read and hashed on the way, is known by its bytes afterwards.
        #expect(try fixture.ingest([path]).files.map(\.isIdentical) == [true])
    }

    @Test("the same bytes twice are one source, their rejected lines are told once")
    func sameBytes() throws {
        let fixture = try IngestFixture()
        let text = Self.lines("m", 0..<3) + "no JSON\n"
        try fixture.write(text, to: "in/a/t.ndjson")
        try fixture.write(text, to: "in/b/t.ndjson")
        var options = IngestOptions()
        options.rejectFile = fixture.directory.appending(path: "rejects").path
        let summary = try fixture.ingest([fixture.directory.appending(path: "in").path], options)
        #expect(summary.files.map { $0.outcome?.wasKnown } == [false, true])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM response") == 3)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM rejected_line") == 1)
        let rejects = try String(contentsOfFile: options.rejectFile ?? "", encoding: .utf8)
        #expect(rejects.split(separator: "\n").count == 1)
    }

    @Test("cancelled in the middle of a file, the files before stay and nothing of it")
    func cancelled() throws {
        let fixture = try IngestFixture()
        try fixture.write(Self.lines("first", 0..<1000), to: "in/a.ndjson")
        try fixture.write(Self.lines("second", 0..<100_000), to: "in/b.ndjson")
        var observer = IngestObserver()
        var nFiles = 0
        var nAsked = 0
        observer.onFile = { _ in nFiles += 1 }
        observer.isCancelled = {
            if nFiles > 0 { nAsked += 1 }
            return nAsked > 20
        }
        #expect(throws: CancellationError.self) {
            try Ingest(observer: observer).run(
                [fixture.directory.appending(path: "in").path], into: fixture.database)
        }
        #expect(try fixture.scalar("SELECT COUNT(*) FROM response") == 1000)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 1)
    }
}
