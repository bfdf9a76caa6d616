import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("A line whose head is known")
struct LMEvalHeadTests {
    private let lines = LMEvalLineReader(config: Self.config, hasResults: true)
    private let tools = try? ReadingTools()

    private static var config: LMEvalTaskConfig {
        var config = LMEvalTaskConfig()
        config.outputType = .multipleChoice
        return config
    }

    private static let digest = String(repeating: "a", count: 64)

    /// - Parameter digest: of the document, as the line states it.
    private static func line(
        context: String = "Q:", resps: [String] = ["-1.5", "-0.5"], target: String = #""1""#,
        digest: String = digest, more: String = ""
    ) -> String {
        Fixture.choice(
            context: context, resps: resps, target: target,
            metrics: #""metrics": ["acc"], "doc_hash": "\#(digest)", "acc": 1.0\#(more)"#)
    }

    /// Reads with tools that remember the lines before, or with new ones.
    private func read(_ line: String, with tools: ReadingTools? = nil) throws -> LMEvalSample {
        let tools = try tools ?? ReadingTools()
        var padded = PaddedBytes()
        var line = line
        line.withUTF8 { padded.replace(with: UnsafeRawBufferPointer($0)) }
        return try lines.read(Record(bytes: padded.text, line: 1), with: tools, tools.heads)
    }

    /// Whether both say the same but for the detail, which is not made of a head that is known.
    private static func agree(_ one: LMEvalSample, _ other: LMEvalSample) -> Bool {
        one.sample.contentHash == other.sample.contentHash
            // A NaN differs from itself, not so its text.
            && one.sample.response?.logprobs.json == other.sample.response?.logprobs.json
            && one.sample.response?.greedy == other.sample.response?.greedy
            && one.sample.checks == other.sample.checks && one.sample.scores == other.sample.scores
            && one.sample.inferredMatching == other.sample.inferredMatching
            && one.sample.docID == other.sample.docID
            && one.filter == other.filter && one.outputType == other.outputType
    }

    @Test("gives the sample that the whole line gives, without the example's detail")
    func known() throws {
        let tools = try #require(tools)
        #expect(try read(Self.line(), with: tools).sample.detail != nil)
        let next = Self.line(resps: ["-0.25", "-7"], more: #", "acc_norm": 0.5"#)
        let known = try read(next, with: tools)
        #expect(known.sample.detail == nil)
        #expect(known.sample.response?.logprobs.json == "[-0.25,-7]")
        #expect(Self.agree(known, try read(next)))
    }

    @Test("is told from one that differs in one byte of a long text")
    func oneByte() throws {
        let tools = try #require(tools)
        let text = String(repeating: "the question ", count: 500)
        let one = try read(Self.line(context: text + "a"), with: tools)
        let other = try read(Self.line(context: text + "b"), with: tools)
        #expect(other.sample.detail?.prompt == text + "b")
        #expect(one.sample.contentHash != other.sample.contentHash)
    }

    @Test(
        "is told from one with another gold, another stated document or other spelling",
        arguments: [
            line(target: #""0""#), line(digest: String(repeating: "b", count: 64)),
            line().replacing(#"{"doc_id": 0, "#, with: #"{"doc_id":0, "#),
            line().replacing(#"{"doc_id": 0, "doc": {"q": 0}, "#, with: #"{"doc": {"q": 0}, "doc_id": 0, "#),
        ])
    func different(line: String) throws {
        let tools = try #require(tools)
        _ = try read(Self.line(), with: tools)
        let other = try read(line, with: tools)
        #expect(other.sample.detail != nil)
        #expect(Self.agree(other, try read(line)))
    }

    @Test(
        "is not believed where the rest says something else of what was asked",
        arguments: [#", "target": "0""#, #", "doc": {"q": 1}"#, #", "doc_id": 5"#, #", "doc_hash": "no""#])
    func restated(more: String) throws {
        let tools = try #require(tools)
        _ = try read(Self.line(), with: tools)
        let line = Self.line(more: more)
        #expect(Self.agree(try read(line, with: tools), try read(line)))
    }

    @Test("has nothing but what was asked: answers before it are read where they stand")
    func answersInHead() throws {
        let tools = try #require(tools)
        func line(_ acc: String, _ first: String) -> String {
            Self.line(more: #", "resps": [[["-2", "True"]], [["-3", "False"]]]"#)
                .replacing(#"{"doc_id""#, with: #"{"exact_match": \#(acc), "doc_id""#)
                .replacing("-1.5", with: first)
        }
        for text in [line("1.0", "-1"), line("1.0", "-1"), line("0.0", "-9")] {
            #expect(Self.agree(try read(text, with: tools), try read(text)))
        }
    }

    @Test("is not cut inside a text or an inner object")
    func innerNames() throws {
        let tools = try #require(tools)
        let texts = [
            #"a, \"resps\": [], \"resps\""#, #"\", \"resps\": [[[\"-1\", \"False\"]]]}"#, #"\\"#, "}, ",
        ]
        for text in texts {
            for line in [
                Self.line(context: text),
                Self.line().replacing(#"{"q": 0}"#, with: #"{"q": 0, "resps": "\#(text)"}"#),
                Self.line(more: #", "x": {"a": 1, "resps": [[["-1", "False"]], [["-2", "False"]]]}"#),
            ] {
                for _ in 0..<2 { #expect(Self.agree(try read(line, with: tools), try read(line))) }
            }
        }
    }

    @Test("a line is read or refused as without memory, whatever was done to it")
    func mutations() throws {
        let tools = try #require(tools)
        let line = Self.line(
            context: #"a \"resps\": {"#,
            more: #", "brier_score": [1, "[0.2 0.8]"], "filtered_resps": [["-1.5", "False"]]"#)
        let pieces = [
            "", "null", "[", "]", "{", "}", "\"", "\\", ",", "NaN", "1e999",
            #", "resps": [[["-1", "False"]]]"#,
            #""target": 0, "#, #""doc_hash": "x", "#, "\u{e9}", "\t",
        ]
        var random = SeededRandom(state: 44)
        for _ in 0..<4000 {
            var bytes = Array(line.utf8)
            let start = random.next(below: bytes.count)
            let end = min(bytes.count, start + random.next(below: 8))
            bytes.replaceSubrange(start..<end, with: pieces[random.next(below: pieces.count)].utf8)
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try read(line, with: tools)
            let remembering = Result { try read(text, with: tools) }
            switch (remembering, Result { try read(text) }) {
            case (.success(let one), .success(let other)): #expect(Self.agree(one, other), "\(text)")
            case (.failure(let one), .failure(let other)): #expect("\(one)" == "\(other)", "\(text)")
            default: Issue.record("one way reads it, the other does not: \(text)")
            }
        }
    }
}
