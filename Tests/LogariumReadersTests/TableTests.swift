import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("Logarium's own table")
struct TableTests {
    private func read(
        _ text: String, map: [TableColumn: String] = [:], into sink: RecordingSink = RecordingSink()
    ) throws -> RecordingSink {
        let file = SourceFile(
            location: SourceLocation(path: "table.csv"), role: .table, format: "table", readerVersion: 1,
            sha256: "",
            bytes: 0)
        try TableFormat(map: map).jobs(of: file, results: nil, from: SinglePart(Array(text.utf8)))
            .run(into: sink, with: ReadingTools())
        return sink
    }

    @Test("one line a response: log-probs, what matches, choices and coordinates")
    func responses() throws {
        let sink = try read(
            """
            model,n_params,train_step,seed,task,example,logprobs,matching,choices,cluster
            m,1.4e9,1000,,facts,e1,"[-1.50, -inf, NaN, null]",[0],"[""a"",""b"",""c"",""d""]",k
            m,1.4e9,1000,,facts,e2,"[-2,-1e999]",1,,
            """)
        #expect(sink.runs.count == 1)
        let run = sink.runs[0]
        #expect(run.reference.ref == "m@step1000")
        #expect(run.reference.stated.nParams == 1_400_000_000)
        #expect(run.reference.stated.seed == nil)
        #expect(run.harness == "table")
        #expect(run.protocolDeclaration.label == "undeclared")
        let first = sink.samples[0].sample
        #expect(first.line == 2)
        #expect(first.response?.logprobs.json == "[-1.50,-1e999,null,null]")
        #expect(first.response?.logprobs.isMissing == [false, false, false, true])
        #expect(first.detail?.name == "e1")
        #expect(first.detail?.matching == [0])
        #expect(first.detail?.matchingSource == .user)
        #expect(first.detail?.choiceChars == [1, 1, 1, 1])
        #expect(first.detail?.cluster == "k")
        #expect(sink.samples[1].sample.detail?.matching == [1])
        #expect(sink.samples[1].sample.detail?.cluster == nil)
    }

    @Test("one line a choice: consecutive lines of one example form a response")
    func choices() throws {
        let sink = try read(
            """
            model\ttask\texample\tchoice\tlogprob\tmatches\tn_tokens
            m\tt\te1\tyes\t-1.5\t1\t2
            m\tt\te1\tno\t\t0\t3
            m\tt\te2\tyes\t-1\tfalse\t2
            m\tt\te2\tno\t-2\ttrue\t3
            """)
        #expect(sink.samples.map(\.sample.line) == [2, 4])
        #expect(sink.samples[0].sample.response?.logprobs.json == "[-1.5,null]")
        #expect(sink.samples[0].sample.response?.nTokens == [2, 3])
        #expect(sink.samples[0].sample.detail?.choices == ["yes", "no"])
        #expect(sink.samples.map(\.sample.detail?.matching) == [[0], [1]])
    }

    @Test("positions order the choices; a choice that comes again begins a repeat")
    func positions() throws {
        let sink = try read(
            """
            model,task,example,choice,logprob,matches,position
            m,t,e,no,-2,0,1
            m,t,e,yes,-1,1,0
            m,t,e,yes,-3,1,0
            m,t,e,no,-4,0,1
            """)
        #expect(sink.samples.map(\.sample.response?.logprobs.json) == ["[-1,-2]", "[-3,-4]"])
        #expect(Set(sink.samples.map(\.sample.contentHash)).count == 1)
        #expect(throws: SourceError.self) {
            try read("model,task,example,choice,logprob,matches,position\nm,t,e,a,-1,1,0\nm,t,e,b,-1,0,2")
        }
    }

    @Test("a text that matches is looked up among the choices")
    func matchingText() throws {
        let header = "model,task,example,logprobs,choices,matching\n"
        let sink = try read(header + #"m,t,e,"[-1,-2]","[""yes"",""no""]",no"#)
        #expect(sink.samples[0].sample.detail?.matching == [1])
        let error = #expect(throws: SourceError.self) {
            try read(header + #"m,t,e,"[-1,-2]","[""yes"",""no""]",maybe"#)
        }
        #expect(error?.reason == #""matching" is "maybe", no choice's index, text or letter"#)
    }

    @Test("columns have the names that --map gives them; others are an error that lists all")
    func mapping() throws {
        let text = "model,task,example,lp,matching\nm,t,e,\"[-1,-2]\",0"
        let error = #expect(throws: SourceError.self) { try read(text) }
        #expect(error?.line == 1)
        #expect(error?.reason == #"the column "lp" is not known (is it --map logprobs=lp ?)"#)
        #expect(error?.remedy.contains("--map") == true && error?.remedy.contains("logprobs") == true)
        #expect(try read(text, map: [.logprobs: "lp"]).samples.count == 1)
        #expect(throws: SourceError.self) { try read("model,task,example,logprobs\nm,t,e,\"[-1,-2]\"") }
    }

    @Test("NDJSON has the same names and native types")
    func ndjson() throws {
        let csv = try read(
            """
            model,n_params,task,example,logprobs,matching,choices,greedy,n_tokens,document
            m,70,t,7,"[-1.50,-2]","[1]","[""a"",""b""]","[true,false]","[1,null]","{""x"":1}"
            """)
        let json = try read(
            #"{"model":"m","n_params":70,"task":"t","example":7,"logprobs":[-1.50,-2],"matching":[1],"#
                + #""choices":["a","b"],"greedy":[true,false],"n_tokens":[1,null],"document":{"x":1},"cluster":null}"#
        )
        #expect(json.runs == csv.runs)
        #expect(json.samples[0].sample.contentHash == csv.samples[0].sample.contentHash)
        #expect(json.samples[0].sample.detail == csv.samples[0].sample.detail)
        #expect(json.samples[0].sample.response == csv.samples[0].sample.response)
        #expect(json.samples[0].sample.response?.nTokens == [1, nil])
        let infinite = try read(
            #"{"model":"m","task":"t","example":"e","logprobs":[-Infinity,-1e999,"-inf"],"matching":0}"#)
        #expect(infinite.samples[0].sample.response?.logprobs.json == "[-1e999,-1e999,-1e999]")
    }

    @Test("scores follow their response, or stand alone, one sample a filter")
    func scores() throws {
        let sink = try read(
            """
            model,task,output_type,example,logprobs,matching,metric,filter,value,weight,raw
            m,t,,e1,"[-7.5]",,,,,,
            m,t,,e1,,,ppl,none,-7.5,2,
            m,t,,e1,,,f1,none,,,"[0, 1]"
            m,t,,e1,,,em,strict,nan,,
            m,g,generate_until,e1,,,em,none,1,,
            """)
        #expect(sink.samples.map(\.run) == [0, 0, 1])
        let samples = sink.samples.map(\.sample)
        #expect(samples.map { $0.response != nil } == [true, false, false])
        #expect(samples.map(\.filter) == ["none", "strict", "none"])
        #expect(
            samples[0].scores == [
                ScoreRecord(metric: "ppl", value: -7.5, weight: 2),
                ScoreRecord(metric: "f1", value: nil, status: .notANumber, raw: "[0, 1]"),
            ])
        #expect(samples[1].scores == [ScoreRecord(metric: "em", value: nil, status: .nan)])
        #expect(sink.runs[1].protocolDeclaration.outputType == .generateUntil)
    }

    @Test("what an export states is taken over: hashes, copies, declared protocol, inferred matching")
    func exported() throws {
        let hash = "00112233445566778899aabbccddeeff"
        let sink = try read(
            """
            checkpoint,model,task,protocol,num_fewshot,output_type,declared,engine,selection,partial,example,copy,item_hash,content_hash,matching,matching_source,logprobs
            a/b@step1,b,t,5-shot,5,multiple_choice,"{""a"":1}",hf,limit=3,limit,e,2,\(hash),\(hash),0,score,"[-1,-2]"
            """)
        let run = sink.runs[0]
        #expect(run.reference.ref == "a/b@step1")
        #expect(
            run.protocolDeclaration
                == ProtocolDeclaration(
                    outputType: .multipleChoice, numFewshot: 5, declared: #"{"a":1}"#, label: "5-shot"))
        #expect(run.partial == .limit)
        let sample = sink.samples[0].sample
        #expect(sample.copy == 2)
        #expect(sample.contentHash.description == hash)
        #expect(sample.detail?.itemHash.description == hash)
        #expect(sample.inferredMatching == [0])
        #expect(sample.detail?.matching == nil)
    }

    static let badRows: [(String, String)] = [
        ("m,t,e,\"[-1,x]\",0", #""logprobs" has "x", expected a log-prob"#),
        ("m,t,e,\"[-1,-2\",0", #""logprobs" is "[-1,-2", expected a JSON array"#),
        ("m,t,e,\"[-1,-2]\",3", #""matching" is [3], the response has 2 choices"#),
        (
            "m,t,e,,0",
            #"the line has none of "logprobs", "logprob", "metric", "correct" and "answer" with "target""#
        ),
        ("m,t,,\"[-1,-2]\",0", #""example" is empty"#), ("m,,e,\"[-1,-2]\",0", #""task" is empty"#),
        (",t,e,\"[-1,-2]\",0", #""model" and "checkpoint" are both empty"#),
        ("m,t,e,\"[-1,-2]\"", "has 4 fields, the header has 5"),
        ("m,t,e,\"[-1,-2]\"x,0", "there is text after a closing quote"),
        ("m,t,e,\"[-1,-2],0", "the file ends inside a quoted field"),
    ]

    @Test("a bad line is refused with its place and reason, or set aside", arguments: badRows)
    func badRow(row: String, reason: String) throws {
        let text = "model,task,example,logprobs,matching\nm,t,first,\"[-1,-2]\",0\n\(row)"
        let error = #expect(throws: SourceError.self) { try read(text) }
        #expect(error?.line == 3)
        #expect(error?.reason == reason)
        let lenient = RecordingSink()
        lenient.setsAside = true
        #expect(try read(text, into: lenient).samples.count == 1)
        #expect(lenient.rejected.map(\.line) == [3])
    }

    @Test("an NDJSON line with an unknown name is refused")
    func unknownName() throws {
        let error = #expect(throws: SourceError.self) { try read(#"{"model":"m","task":"t","lp":[1]}"#) }
        #expect(error?.reason.hasPrefix(#"the column "lp" is not known"#) == true)
    }

    @Test("quoted fields may hold line ends, delimiters and quotes; lines are counted in the file")
    func quoting() throws {
        let text = "\u{FEFF}a,\"b\nc\",\"d\"\"e\"\r\n\r\n\"\",x y,\nlast,2,3"
        let reader = CSVReader(PrefixedStream(Array(text.utf8)))
        var rows: [CSVRow] = []
        while let row = try reader.next() { rows.append(row) }
        #expect(
            rows == [
                CSVRow(fields: ["a", "b\nc", "d\"e"], line: 1), CSVRow(fields: ["", "x y", ""], line: 4),
                CSVRow(fields: ["last", "2", "3"], line: 5),
            ])
    }

    @Test("every column has its place, run columns before the example's")
    func columns() {
        #expect(TableColumn.runColumns.last == .config)
        #expect(Set(TableColumn.allCases.map(\.rawValue)).count == TableColumn.allCases.count)
    }
}
