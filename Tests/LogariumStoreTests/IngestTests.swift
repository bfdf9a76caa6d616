import GRDB
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A source file is stored")
struct IngestTests {
    let fixture: StoreFixture
    let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
    }

    @Test("with one response an example, derived numbers beside the array")
    func storesResponses() throws {
        let outcome = try warehouse.ingest([.sample("a"), .sample("b", logprobs: [-3, -1])])
        #expect(outcome.runs.map(\.kind) == [.new])
        #expect(try warehouse.list("SELECT logodds FROM response ORDER BY logodds") == [-2.0, 1.0])
        #expect(
            try warehouse.list("SELECT logprobs FROM response ORDER BY logodds DESC") == [
                "[-1.0,-2.0]", "[-3.0,-1.0]",
            ])
        #expect(try warehouse.scalar("SELECT n_ok FROM run") == 2)
        #expect(try warehouse.scalar("SELECT is_primary FROM run") == 1)
    }

    @Test("once: the same bytes again change nothing")
    func isIdempotent() throws {
        try warehouse.ingest([.sample("a")], content: "x")
        let before: Int? = try warehouse.scalar("SELECT total_changes()")
        let again = try warehouse.ingest([.sample("a")], content: "x")
        #expect(again.wasKnown)
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM source_file") == 1)
        #expect(before != nil)
    }

    @Test("once: equal values in other bytes are identical")
    func recognisesEqualRuns() throws {
        try warehouse.ingest([.sample("a")], content: "x")
        let again = try warehouse.ingest([.sample("a")], content: "y")
        #expect(again.runs.map(\.kind) == [.identical])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM run") == 1)
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM source_file") == 1)
    }

    @Test("or left out: other values under the same key are a conflict, with the largest difference")
    func findsConflicts() throws {
        try warehouse.ingest([.sample("a"), .sample("b")], content: "x")
        let other = try warehouse.ingest(
            [.sample("a", logprobs: [-1, -2.5]), .sample("b")], content: "y")
        #expect(other.runs.map(\.kind) == [.conflict])
        #expect(other.runs[0].maxDifference == 0.5)
        #expect(other.runs[0].nDiffering == 1)
        #expect(try warehouse.list("SELECT logprobs FROM response") == ["[-1.0,-2.0]", "[-1.0,-2.0]"])
    }

    @Test("in place of the old one where that is asked")
    func replaces() throws {
        try warehouse.ingest([.sample("a")], content: "x")
        var options = WriteOptions()
        options.onConflict = .replace
        let other = try warehouse.ingest([.sample("a", logprobs: [-1, -7])], content: "y", options: options)
        #expect(other.runs.map(\.kind) == [.replaced])
        #expect(try warehouse.list("SELECT logprobs FROM response") == ["[-1.0,-7.0]"])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM run") == 1)
    }

    @Test("in place of a shorter run whose values it holds")
    func extends() throws {
        try warehouse.ingest([.sample("a")], content: "x")
        let longer = try warehouse.ingest([.sample("a"), .sample("b")], content: "y")
        #expect(longer.runs.map(\.kind) == [.extended])
        #expect(try warehouse.scalar("SELECT COUNT(*) FROM response") == 2)
    }

    @Test("whole or not at all: a fault in the middle leaves no trace")
    func isAtomic() throws {
        let source = SourceDescription(path: "bad.jsonl", role: .samples, format: "test")
        #expect(throws: SourceError.self) {
            try warehouse.ingest(source) { sink in
                let run = try sink.open(.sample())
                try sink.add(.sample("a"), to: run)
                try sink.reject(RejectedLine(line: 2, reason: "no \"resps\"", text: "{}"))
                return SourceDigest(sha256: SHA256Digest.hex(of: "x"), bytes: 1, lines: 2)
            }
        }
        for table in ["source_file", "run", "response", "example", "task", "model", "checkpoint"] {
            #expect(try warehouse.scalar("SELECT COUNT(*) FROM \(table)") == 0, "\(table)")
        }
    }

    @Test("without its bad lines where they are to be set aside, and says so")
    func setsLinesAside() throws {
        let source = SourceDescription(path: "bad.jsonl", role: .samples, format: "test")
        var options = WriteOptions()
        options.setsLinesAside = true
        let outcome = try warehouse.ingest(source, options: options) { sink in
            let run = try sink.open(.sample())
            try sink.add(.sample("a"), to: run)
            try sink.reject(RejectedLine(line: 2, reason: "no \"resps\"", text: "{}"))
            return SourceDigest(sha256: SHA256Digest.hex(of: "x"), bytes: 1, lines: 2)
        }
        #expect(outcome.nRejected == 1)
        #expect(try warehouse.scalar("SELECT partial FROM run") == "rejected_lines")
        #expect(try warehouse.scalar("SELECT line || ': ' || reason FROM rejected_line") == "2: no \"resps\"")
    }

    @Test("with the n-th copy of an identical example apart from the first")
    func numbersCopies() throws {
        try warehouse.ingest([.sample("a"), .sample("a", logprobs: [-5, -6]), .sample("b")])
        #expect(try warehouse.list("SELECT copy FROM example ORDER BY copy") == [0, 0, 1])
        #expect(try warehouse.scalar("SELECT COUNT(DISTINCT cluster) FROM example") == 2)
    }

    @Test("with a status before insertion: NaN and missing are told apart, infinities kept")
    func keepsStatus() throws {
        try warehouse.ingest([
            .sample("nan", logprobs: [.nan, -1]), .sample("missing", logprobs: [nil, -1]),
            .sample("inf", logprobs: [-.infinity, -1]), .sample("all", logprobs: [-.infinity, -.infinity]),
            .sample("unknown", matching: nil),
        ])
        let rows: [String] = try warehouse.list(
            "SELECT status || ' ' || logprobs FROM response ORDER BY status")
        #expect(
            rows == [
                "all_neg_inf [-1e999,-1e999]", "invalid_match [-1.0,-2.0]", "missing_choice [null,-1.0]",
                "nan [null,-1.0]", "ok [-1e999,-1.0]",
            ])
        #expect(try warehouse.scalar("SELECT logodds = -9e999 FROM response WHERE status = 'ok'") == 1)
    }

    @Test("without texts where none are wanted, lengths kept")
    func dropsTexts() throws {
        var options = WriteOptions()
        options.keepsText = false
        try warehouse.ingest([.sample("a", document: "{\"q\":1}")], options: options)
        #expect(
            try warehouse.scalar(
                "SELECT prompt IS NULL AND choices IS NULL AND document IS NULL AND choice_chars = '[8,8]' FROM example"
            )
                == 1)
    }
}
