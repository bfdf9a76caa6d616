import Testing

@testable import LogariumReaders

@Suite("Damaged lines")
struct DamagedLinesTests {
    private static let lines = [
        Fixture.choice(
            metrics:
                #""metrics":["brier_score","f1"],"brier_score":[1, "[0.26894142 7.3105858e-01]"],"f1":[1, 1]"#
        ),
        Fixture.choice(target: #""[0, 2]""#, metrics: #""acc":1.0,"acc_norm":NaN"#),
        #"{"doc_id":0,"doc":{"a":[1.5,{"b":null}]},"target":3,"arguments":[["Q"," a"],["Q"," b"],[""," a"],[""," b"]],"#
            + #""resps":[[[-1,true]],[[-Infinity,false]],[[-1e-5,false]],[[NaN,false]]],"acc_mutual_info":1.0}"#,
        #"{"doc_id":0,"doc":{},"target":"0","arguments":{"gen_args_0":{"arg_0":"","arg_1":"x\u00e9"}},"#
            + #""resps":[[["-7.5","False"]]],"metrics":["word_perplexity"],"word_perplexity":[-7.5,2]}"#,
    ]
    private static let pieces = [
        "", "null", "[]", "{}", "\"\"", "-1", "99999999999999999999", "-9223372036854775808", "1e999", "NaN",
        "\"e\"",
        "[[[]]]", "\"-inf\"", "\\", "\"", "{", "[", ",", "\u{0}", "\u{2028}",
    ]

    @Test("a line is read or set aside, whatever was done to it")
    func mutations() throws {
        var random = SeededRandom(state: 42)
        for _ in 0..<3000 {
            var bytes = Array(Self.lines[random.next(below: Self.lines.count)].utf8)
            for _ in 0...random.next(below: 3) {
                let start = random.next(below: bytes.count)
                let end = min(bytes.count, start + random.next(below: 12))
                bytes.replaceSubrange(
                    start..<end, with: Self.pieces[random.next(below: Self.pieces.count)].utf8)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let sink = RecordingSink()
            sink.setsAside = true
            try Fixture.read(text, config: random.next(below: 2) == 0 ? nil : "{}", into: sink)
            #expect(
                sink.samples.count + sink.rejected.count > 0 || text.allSatisfy(\.isWhitespace)
                    || text.hasPrefix("["))
        }
    }

    @Test("a table is read or set aside, whatever was done to it")
    func tableMutations() throws {
        var random = SeededRandom(state: 43)
        let table = """
            model,n_params,task,example,logprobs,matching,choices,greedy,n_tokens,copy,metric,value
            m,70,t,7,"[-1.50,-2]","[1]","[""a"",""b""]","[true,false]","[1,null]",0,acc,1
            """
        for _ in 0..<2000 {
            var bytes = Array(table.utf8)
            for _ in 0...random.next(below: 3) {
                let start = 88 + random.next(below: bytes.count - 88)
                let end = min(bytes.count, start + random.next(below: 8))
                bytes.replaceSubrange(
                    start..<end, with: Self.pieces[random.next(below: Self.pieces.count)].utf8)
            }
            let sink = RecordingSink()
            sink.setsAside = true
            let lines = CSVTableLines(delimiter: ",", header: TableHeader(map: [:]), path: "t")
            try ParsingJobs(
                TableReader(lines: lines, path: "test", header: lines.header), of: SinglePart(bytes)
            )
            .run(into: sink, with: ReadingTools())
            #expect(sink.samples.count + sink.rejected.count > 0)
        }
    }
}
