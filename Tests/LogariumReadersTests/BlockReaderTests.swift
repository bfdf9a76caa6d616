import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("Blocks of a stream")
struct BlockReaderTests {
    /// What a block's record looks like to a reader, and where it is.
    struct Seen: Equatable {
        var line: Int
        var text: String
        var fault: String?

        init(_ record: Record) {
            line = record.line
            text = record.text
            fault = record.fault
        }
    }

    private static let texts = [
        "", "\n", "  \n\r\n", "{\"a\":1}", "{\"a\":1}\n", "{\"a\":1}\r\n\r\n{\"b\":2}\r\n",
        "\u{FEFF}{\"a\":1}\n{\"b\":2}",
        "\n\n{\"long\":\"\(String(repeating: "x", count: 300))\"}\n\n{\"b\":2}\n",
        "[{\"a\":1},\n {\"b\":2}]", " \n[{\"a\":1}, {\"b\"", "[{\"a\":1}] more",
        String(repeating: " ", count: 40) + "[1,2,3]",
        (1...50).map { "{\"n\":\($0)}" }.joined(separator: "\n"),
    ]

    @Test(
        "hold the records that a reader finds one by one, whatever their size", arguments: texts, [1, 7, 64])
    func records(text: String, size: Int) throws {
        let reader = RecordReader(PrefixedStream(Array(text.utf8)))
        var expected: [Seen] = []
        while let record = try reader.next() { expected.append(Seen(record)) }
        var found: [Seen] = []
        let blocks = BlockReader(PrefixedStream(Array(text.utf8)), size: size)
        while let block = try blocks.next() { block.forEach { found.append(Seen($0)) } }
        #expect(found == expected)
    }

    @Test(
        "a group of lines that several blocks share is read as one", arguments: [1, 50, 200, 1000, 1 << 18])
    func groups(size: Int) throws {
        var lines: [String] = []
        for example in 0..<20 {
            for choice in 0..<3 {
                lines.append(
                    #"{"model":"m","task":"t","example":"e\#(example)","choice":"c\#(choice)","#
                        + #""logprob":-\#(choice).5,"matches":\#(choice == 1)}"#)
            }
            lines.append(#"{"model":"m","task":"t","example":"e\#(example)","metric":"acc","value":1}"#)
            if example % 7 == 3 { lines.append(#"{"model":"m","task":"t","nonsense":1}"#) }
        }
        let sink = RecordingSink()
        sink.setsAside = true
        let reader = TableReader(
            lines: JSONTableLines(header: TableHeader(map: [:]), blockSize: size), path: "test",
            header: TableHeader(map: [:]))
        try ParsingJobs(reader, of: SinglePart(Array(lines.joined(separator: "\n").utf8)))
            .run(into: sink, with: ReadingTools())
        #expect(sink.runs.count == 1)
        #expect(sink.rejected.map(\.line) == [17, 46, 75])
        #expect(
            sink.samples.map(\.sample.response?.logprobs.json)
                == Array(repeating: "[-0.5,-1.5,-2.5]", count: 20))
        #expect(sink.samples.map(\.sample.scores.count) == Array(repeating: 1, count: 20))
        #expect(sink.samples.map(\.sample.detail?.name) == (0..<20).map { "e\($0)" })
    }

    @Test("the details of an example that was noted as known are made where they are wanted after all")
    func details() throws {
        let tools = try ReadingTools()
        let text = (0..<3).map { Fixture.choice(id: $0) }.joined(separator: "\n")
        let first = RecordingSink()
        try read(text, into: first, with: tools)
        let second = RecordingSink()
        try read(text, into: second, with: tools)
        #expect(second.samples.map(\.sample.detail) == first.samples.map(\.sample.detail))
        #expect(second.samples.allSatisfy { $0.sample.detail != nil })
        let third = RecordingSink()
        third.knowsAll = true
        try read(text, into: third, with: tools)
        #expect(third.samples.allSatisfy { $0.sample.detail == nil })
    }

    private func read(_ text: String, into sink: RecordingSink, with tools: ReadingTools) throws {
        let reader = LMEvalSamplesReader(config: nil) {
            LMEvalUnpaired(directory: "model", task: "t", timestamp: "now").run($0)
        }
        try ParsingJobs(reader, of: SinglePart(Array(text.utf8))).run(into: sink, with: tools)
    }

    @Test("a column's ordinal is its place")
    func ordinals() {
        #expect(TableColumn.allCases.map(\.ordinal) == Array(TableColumn.allCases.indices))
        #expect(TableColumn.allCases.count <= 128, "a row's cells are the bits of a UInt128")
        #expect(TableColumn.runColumns == Array(TableColumn.allCases[..<TableColumn.runColumns.count]))
    }
}
