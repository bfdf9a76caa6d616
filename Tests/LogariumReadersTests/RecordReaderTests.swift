import Testing

@testable import LogariumReaders

@Suite("Records of a stream")
struct RecordReaderTests {
    /// Gives a few bytes at a time, so that every border falls inside something.
    private final class Trickle: ByteStream {
        private var bytes: ArraySlice<UInt8>
        private let step: Int
        init(_ text: String, step: Int) {
            bytes = Array(text.utf8)[...]
            self.step = step
        }
        var rawBytesRead: Int { 0 }
        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            let part = bytes.prefix(min(step, buffer.count))
            buffer.copyBytes(from: part)
            bytes = bytes.dropFirst(part.count)
            return part.count
        }
    }

    private func records(_ text: String, step: Int = 3) throws -> [String] {
        let reader = RecordReader(Trickle(text, step: step))
        var records: [String] = []
        while let record = try reader.next() {
            records.append("\(record.line) \(record.fault.map { "fault: \($0)" } ?? record.text)")
        }
        return records
    }

    @Test("lines end at \\n only; blank ones are skipped and counted", arguments: [1, 3, 1000])
    func lines(step: Int) throws {
        let text = "\u{FEFF}{\"a\":\"x\u{2028}y\u{85}z\"}\r\n\n  \n{\"b\":2}"
        #expect(try records(text, step: step) == ["1 {\"a\":\"x\u{2028}y\u{85}z\"}", "4 {\"b\":2}"])
    }

    @Test(
        "a pretty-printed array is split at its elements, braces in strings or not", arguments: [1, 7, 1000])
    func array(step: Int) throws {
        let text = "\n[\n  {\"a\": \"}]\\\"[\"},\n  {\n    \"b\": [1, {}]\n  }, 7,\"x\"\n]\n"
        #expect(
            try records(text, step: step) == [
                "3 {\"a\": \"}]\\\"[\"}", "4 {\n    \"b\": [1, {}]\n  }", "6 7", "6 \"x\"",
            ])
    }

    @Test("an array that ends early is a fault with its line")
    func truncatedArray() throws {
        #expect(
            try records("[{\"a\":1},\n{\"b\":") == [
                "1 {\"a\":1}", "2 fault: the file ends inside an element of its JSON array",
            ])
        #expect(
            try records("[{\"a\":1}\n") == ["1 {\"a\":1}", "2 fault: the file ends inside its JSON array"])
        #expect(
            try records("[{\"a\":1},") == ["1 {\"a\":1}", "1 fault: the file ends inside its JSON array"])
        #expect(try records("[1] x") == ["1 1", "1 fault: there is text after the end of the JSON array"])
    }

    @Test("a line may be longer than any buffer")
    func longLine() throws {
        let long = "{\"a\":\"" + String(repeating: "x", count: 5_000_000) + "\"}"
        let records = try records("{}\n\(long)\n{}\n", step: 100_000)
        #expect(records.count == 3)
        #expect(records[1] == "2 \(long)")
    }

    @Test("an empty file has no records", arguments: ["", "\n", "[]", " [ ] "])
    func empty(text: String) throws { #expect(try records(text) == []) }
}
