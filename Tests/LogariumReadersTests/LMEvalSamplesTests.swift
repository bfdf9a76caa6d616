import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("Samples of lm-evaluation-harness")
struct LMEvalSamplesTests {
    @Test(
        "a multiple choice gives log-probs with the source's digits, choices without the delimiter and the gold"
    )
    func multipleChoice() throws {
        let sample = try Fixture.sample(Fixture.choice(resps: ["-1.50", "-0.5e0"]))
        #expect(sample.response?.logprobs.json == "[-1.50,-0.5e0]")
        #expect(sample.response?.greedy == [false, false])
        #expect(sample.detail?.choices == ["Yes", "No"])
        #expect(sample.detail?.matching == [1])
        #expect(sample.detail?.matchingSource == .target)
        #expect(sample.detail?.prompt == "Q:")
        #expect(sample.detail?.document == #"{"q":0}"#)
        #expect(sample.checks == [ScoreCheck(metric: "acc", verdict: .equal)])
        #expect(sample.scores == [])
    }

    @Test("0.4.2's typed lines give what 0.4.13's text lines give")
    func typed() throws {
        let text = """
            [
              {"doc_id": 0, "doc": {"q": 0}, "target": 1,
               "arguments": [["Q:", " Yes"], ["Q:", " No"]],
               "resps": [[[-1.50, false]], [[-0.5, false]]], "filtered_resps": [[-1.50, false], [-0.5, false]], "acc": 1.0}
            ]
            """
        let old = try Fixture.sample(text)
        let new = try Fixture.sample(Fixture.choice(resps: ["-1.50", "-0.5"]))
        #expect(old.line == 2)
        #expect(old.contentHash == new.contentHash)
        #expect(old.detail == new.detail)
        #expect(old.response == new.response)
        #expect(old.checks == new.checks)
    }

    @Test("nan and infinities are kept apart from missing ones")
    func nonFinite() throws {
        let line = Fixture.choice(
            choices: ["a", "b", "c"], resps: ["nan", "-inf", "-1"], target: #""0""#,
            metrics: #""metrics": ["acc", "perplexity"], "acc": 1.0, "perplexity": NaN"#)
        let sample = try Fixture.sample(line.replacing(#"[["-1", "False"]]"#, with: "[[null, null]]"))
        let logprobs = try #require(sample.response?.logprobs)
        #expect(logprobs.json == "[null,-1e999,null]")
        #expect(logprobs.isMissing == [false, false, true])
        #expect(sample.scores == [ScoreRecord(metric: "perplexity", value: nil, status: .nan)])
    }

    @Test("an infinity as a bare token is read, and its digits are not made up")
    func bareInfinity() throws {
        let text =
            #"{"doc_id":0,"doc":{},"target":0,"arguments":[["Q"," a"],["Q"," b"]],"#
            + #""resps":[[[-Infinity,false]],[[-2.250,true]]],"acc":0.0}"#
        #expect(try Fixture.sample(text).response?.logprobs.json == "[-1e999,-2.250]")
    }

    @Test("several gold choices match together", arguments: [#""[0, 2]""#, "[0, 2]"])
    func multipleGold(target: String) throws {
        let line = Fixture.choice(choices: [" a", " b", " c"], resps: ["-3", "-2", "-1"], target: target)
        let sample = try Fixture.sample(line)
        #expect(sample.detail?.matching == [0, 2])
        #expect(sample.checks.map(\.verdict) == [.equal])
    }

    @Test("a text gold is looked up among the choices without their delimiter")
    func textGold() throws {
        let sample = try Fixture.sample(Fixture.choice(target: #""No""#))
        #expect(sample.detail?.matching == [1])
        #expect(sample.detail?.matchingSource == .choiceText)
        let own = #"{"output_type":"multiple_choice","target_delimiter":""}"#
        let spaced = try Fixture.sample(Fixture.choice(target: #"" No""#), config: own)
        #expect(spaced.detail?.choices == [" Yes", " No"])
        #expect(spaced.detail?.matching == [1])
    }

    @Test("a number that is a choice's text, not an index, is told by the document's field")
    func numberAsText() throws {
        let line = Fixture.choice(choices: [" 1", " 0"], resps: ["-1", "-2"], target: #""1""#)
            .replacing(#""doc": {"q": 0}"#, with: #""doc": {"answer": "1"}"#)
        let config = #"{"output_type":"multiple_choice","doc_to_target":"answer"}"#
        #expect(try Fixture.sample(line, config: config).detail?.matching == [0])
        let outOfRange = Fixture.choice(choices: [" 7", " 9"], resps: ["-2", "-1"], target: #""9""#)
        #expect(try Fixture.sample(outOfRange).detail?.matchingSource == .choiceText)
    }

    @Test("an invalid gold matches nothing and is scored 0")
    func invalidGold() throws {
        let sample = try Fixture.sample(
            Fixture.choice(target: #""-100""#, metrics: #""metrics": ["acc"], "acc": 0.0"#))
        #expect(sample.detail?.matching == nil)
        #expect(sample.detail?.matchingSource == .target)
        #expect(sample.checks.map(\.verdict) == [.equal])
    }

    @Test("where contexts differ, the gold is inferred from acc and proves nothing")
    func multipleInputs() throws {
        func line(_ acc: Int) -> String {
            #"{"doc_id":0,"doc":{},"target":"was hungry.","arguments":{"gen_args_0":{"arg_0":"The cat","arg_1":" was hungry."},"#
                + #""gen_args_1":{"arg_0":"The yak","arg_1":" was hungry."}},"#
                + #""resps":[[["-1","False"]],[["-2","False"]]],"filter":"none","metrics":["acc"],"acc":\#(acc)}"#
        }
        let right = try Fixture.sample(line(1))
        #expect(right.inferredMatching == [0])
        #expect(right.detail?.matching == nil)
        #expect(right.detail?.matchingSource == MatchingSource.none)
        #expect(right.detail?.prompt == #"["The cat","The yak"]"#)
        #expect(right.checks.map(\.verdict) == [.inferredGold])
        #expect(try Fixture.sample(line(0)).inferredMatching == [1])
    }

    @Test("the doubled requests of mutual information are the log-probs without context")
    func mutualInformation() throws {
        let line =
            #"{"doc_id":0,"doc":{},"target":"1","arguments":[["Q"," a"],["Q"," b"],[""," a"],[""," b"]],"#
            + #""resps":[[["-1","True"]],[["-2","False"]],[["-1","False"]],[["-9","False"]]],"filter":"none","#
            + #""metrics":["acc","acc_mutual_info","exact_match"],"acc":0.0,"acc_mutual_info":1.0,"exact_match":0}"#
        let sample = try Fixture.sample(line)
        #expect(sample.response?.logprobs.values == [-1, -2])
        #expect(sample.response?.unconditional?.values == [-1, -9])
        #expect(sample.detail?.nChoices == 2)
        #expect(sample.checks.map(\.verdict) == [.equal, .equal, .equal])
    }

    @Test("a context of a chat API is the text in its list")
    func chatContext() throws {
        let line = Fixture.choice().replacing(
            #""arg_0": "Q:""#, with: #""arg_0": ["[{\"role\":\"user\"}]"]"#)
        #expect(try Fixture.sample(line).detail?.prompt == #"[{"role":"user"}]"#)
    }

    @Test("requests are taken by number, also when the keys were sorted as text")
    func sortedKeys() throws {
        let choices = (0..<12).map { " c\($0)" }
        let numbers = (0..<12).map { "-\($0 + 1)" }
        let keys = [0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9]
        let arguments = keys.map { #""gen_args_\#($0)":{"arg_0":"Q","arg_1":"\#(choices[$0])"}"# }
        let line =
            #"{"arguments":{"# + arguments.joined(separator: ",") + #"},"doc":{},"doc_id":0,"resps":["#
            + numbers.map { #"[["\#($0)","False"]]"# }.joined(separator: ",") + #"],"target":"0"}"#
        #expect(try Fixture.sample(line).detail?.choices == (0..<12).map { "c\($0)" })
    }

    @Test("a rolling log-likelihood is one choice, its scores have weights, in either layout")
    func rolling() throws {
        let config = #"{"output_type":"loglikelihood_rolling"}"#
        let scores =
            #""metrics":["word_perplexity","byte_perplexity"],"word_perplexity":[-7.5,2],"byte_perplexity":[-7.5,8]}"#
        let old = try Fixture.sample(
            #"{"doc_id":0,"doc":{},"target":"été là","arguments":{"gen_args_0":{"arg_0":"été là"}},"resps":[["-7.5"]],"#
                + scores.replacing("8]", with: "9]"), config: config)
        let new = try Fixture.sample(
            #"{"doc_id":0,"doc":{},"target":"0","arguments":{"gen_args_0":{"arg_0":"","arg_1":"été là"}},"#
                + #""resps":[[["-7.5","False"]]],"# + scores.replacing("8]", with: "9]"), config: config)
        #expect(old.contentHash == new.contentHash)
        #expect(old.response?.logprobs.json == "[-7.5]")
        #expect(new.response?.logprobs.json == "[-7.5]")
        #expect(old.detail?.prompt == nil)
        #expect(old.detail?.choiceBytes == [9])
        #expect(old.detail?.choiceChars == [6])
        #expect(old.scores.map(\.weight) == [2, 9])
        #expect(old.scores.map(\.value) == [-7.5, -7.5])
        #expect(old.checks.map(\.verdict) == [.equal, .equal])
        let other = try Fixture.sample(
            #"{"doc_id":0,"doc":{},"target":"0","arguments":[["été là"]],"resps":[["-7.5"]],"# + scores,
            config: config)
        #expect(other.checks.map(\.verdict) == [.equal, .notComputable], "the task counted another text")
    }

    @Test("a log-likelihood of one choice is compared with greedy and perplexity")
    func loglikelihood() throws {
        let line =
            #"{"doc_id":0,"doc":{},"target":" cat","arguments":[["the"," cat"]],"resps":[[["-6.5","True"]]],"#
            + #""filter":"none","metrics":["perplexity","acc"],"perplexity":-6.5,"acc":1}"#
        let sample = try Fixture.sample(line, config: #"{"output_type":"loglikelihood"}"#)
        #expect(sample.detail?.matching == [0])
        #expect(sample.detail?.choices == [" cat"])
        #expect(sample.checks.map(\.verdict) == [.equal, .equal])
        let wrong = try Fixture.sample(
            line.replacing("\"acc\":1", with: "\"acc\":0"), config: #"{"output_type":"loglikelihood"}"#)
        #expect(wrong.checks.last?.verdict == .differs(by: 1))
        #expect(wrong.scores.map(\.metric) == ["acc"])
    }

    @Test("generated text has scores and no response, a NUL in it cuts nothing off")
    func generated() throws {
        let line =
            #"{"doc_id":0,"doc":{"a":"x\u0000y"},"target":"3","arguments":{"gen_args_0":{"arg_0":"Q\u0000:","arg_1":{"until":["\n"]}}},"#
            + #""resps":[["a\u0000b","c"]],"filtered_resps":["a"],"filter":"none","metrics":["exact_match","bypass"],"exact_match":1.0,"bypass":null}"#
        let sample = try Fixture.sample(line, config: nil)
        #expect(sample.response == nil)
        #expect(sample.detail?.prompt == "Q\0:")
        #expect(sample.detail?.document == #"{"a":"x\u0000y"}"#)
        #expect(
            sample.scores == [
                ScoreRecord(metric: "exact_match", value: 1),
                ScoreRecord(metric: "bypass", value: nil, status: .missing),
            ])
    }

    @Test(
        "a document's later filters give its response again; without the field, by the turn in which it comes"
    )
    func filters() throws {
        func line(_ id: Int, _ filter: String) -> String {
            Fixture.choice(id: id).replacing(#""filter": "none""#, with: filter)
        }
        let named = [line(0, #""filter":"a""#), line(1, #""filter":"a""#), line(0, #""filter":"b""#)]
        let config = #"{"output_type":"multiple_choice","filter_list":[{"name":"a"},{"name":"b"}]}"#
        let samples = try Fixture.samples(named.joined(separator: "\n"), config: config)
        #expect(samples.map(\.filter) == ["a", "a", "b"])
        #expect(samples.allSatisfy { $0.response?.logprobs == samples[0].response?.logprobs })
        #expect(samples[0].contentHash == samples[2].contentHash)
        // Two processes' lines, one after the other: 0 and 2, then 1.
        let unnamed = [0, 2, 0, 2, 1, 1].map { line($0, #""prompt_hash":"""#) }
        let turns = try Fixture.samples(unnamed.joined(separator: "\n"), config: config)
        #expect(turns.map(\.filter) == ["a", "a", "b", "b", "a", "b"])
        // A third line of a document that has two filters begins again.
        let again = [0, 0, 0].map { line($0, #""prompt_hash":"""#) }
        #expect(
            try Fixture.samples(again.joined(separator: "\n"), config: config).map(\.filter) == [
                "a", "b", "a",
            ])
    }

    @Test("metrics without the field that names them are the fields of no other meaning")
    func unnamedMetrics() throws {
        let line = Fixture.choice(metrics: #""doc_hash":"x","acc": 1.0, "custom": 0.25"#)
        let sample = try Fixture.sample(line)
        #expect(sample.checks.map(\.metric) == ["acc"])
        #expect(sample.scores == [ScoreRecord(metric: "custom", value: 0.25)])
    }

    @Test("brier_score is compared at the precision that numpy printed")
    func brier() throws {
        func verdict(_ text: String) throws -> ScoreCheck.Verdict? {
            try Fixture.sample(
                Fixture.choice(metrics: #""metrics":["brier_score"],"brier_score":[1, "\#(text)"]"#)
            ).checks.first?.verdict
        }
        // softmax(-1.5, -0.5) = 0.26894142, 0.73105858
        #expect(try verdict("[0.26894142 0.73105858]") == .equal)
        #expect(try verdict("[0.26894152 0.73105848]") != .equal)
        #expect(try verdict("[0.1 ... 0.2]") == .notComputable)
    }

    @Test("a gold and a prediction (f1) are kept as written and compared")
    func pairs() throws {
        let sample = try Fixture.sample(Fixture.choice(metrics: #""metrics":["f1"],"f1":[1, 1]"#))
        #expect(
            sample.scores == [ScoreRecord(metric: "f1", value: nil, status: .notANumber, raw: "[1, 1]")])
        #expect(sample.checks.map(\.verdict) == [.equal])
    }

    @Test("a task's own scoring is kept, not judged")
    func ownScoring() throws {
        let config = #"{"output_type":"multiple_choice","process_results":"def f(): ..."}"#
        let mass = try Fixture.sample(
            Fixture.choice(metrics: #""metrics":["acc"],"acc":0.7310585786"#), config: config)
        #expect(mass.checks.map(\.verdict) == [.notComputable])
        #expect(mass.scores == [ScoreRecord(metric: "acc", value: 0.7310585786)])
        // No results file to say so: a fraction cannot be the harness's own acc.
        let unknown = try Fixture.sample(
            Fixture.choice(metrics: #""metrics":["acc"],"acc":0.73"#), config: nil)
        #expect(unknown.checks.map(\.verdict) == [.notComputable])
    }

    @Test("a wrong acc is found")
    func differs() throws {
        let sample = try Fixture.sample(Fixture.choice(metrics: #""metrics":["acc"],"acc":0.0"#))
        #expect(sample.checks.map(\.verdict) == [.differs(by: 1)])
        #expect(sample.scores == [ScoreRecord(metric: "acc", value: 0)])
    }

    @Test("content is the document, contexts, continuations and target; nothing runs into its neighbour")
    func contentHash() throws {
        let base = try Fixture.sample(Fixture.choice()).contentHash
        let others = [
            Fixture.choice(id: 1), Fixture.choice(context: "Q"), Fixture.choice(target: #""0""#),
            Fixture.choice(choices: [" Yes", " No "]), Fixture.choice(choices: [" Yes N", "o"]),
        ]
        let hashes = try others.map { try Fixture.sample($0).contentHash }
        #expect(Set(hashes + [base]).count == 6)
        #expect(try Fixture.sample(Fixture.choice(resps: ["-9", "-8"])).contentHash == base)
    }

    @Test("an example that the sink knows is not built again")
    func knownExample() throws {
        let sink = RecordingSink()
        sink.knowsAll = true
        try Fixture.read(Fixture.choice(), into: sink)
        #expect(sink.samples.first?.sample.detail == nil)
    }

    @Test("a run without its results file is known by directory and time, its type by the lines' shape")
    func withoutResults() throws {
        let sink = RecordingSink()
        try Fixture.read(Fixture.choice(), config: nil, into: sink)
        #expect(sink.runs.map(\.reference.ref) == ["model@now"])
        #expect(sink.runs.map(\.partial) == [.noResults])
        #expect(sink.runs.map(\.protocolDeclaration.outputType) == [.multipleChoice])
    }

    static let badLines: [(String, String)] = [
        (Fixture.choice(resps: ["-1"]), #""resps" has 1 entries, "arguments" has 2"#),
        (Fixture.choice(resps: ["-1", "x"]), #""resps"[1] is "x", expected a log-likelihood"#),
        (#"{"doc_id": 1"#, "is not JSON"), ("[1]", "is no JSON object"), ("7", "is no JSON object"),
        (#"{"doc_id":1,"doc":{}}"#, #""arguments" is neither an object nor an array"#),
        (#"{"doc_id":1,"doc":{},"arguments":[]}"#, #""arguments" is empty"#),
        (#"{"doc_id":1,"doc":{},"arguments":[["a"," b"]]}"#, #"the line has no "resps""#),
        (#"{"doc_id":1,"arguments":[["a"," b"]],"resps":[[["-1","True"]]]}"#, #"the line has no "doc""#),
    ]

    @Test("a bad line refuses the file with its place and reason, or is set aside", arguments: badLines)
    func badLine(line: String, reason: String) throws {
        // As an array, "[1]" would be the file's layout.
        let text = "\(Fixture.choice())\n\(line)\n\(Fixture.choice(id: 2))\n"
        let strict = RecordingSink()
        let error = #expect(throws: SourceError.self) { try Fixture.read(text, into: strict) }
        #expect(error?.line == 2)
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
        let lenient = RecordingSink()
        lenient.setsAside = true
        try Fixture.read(text, into: lenient)
        #expect(lenient.samples.map(\.sample.line) == [1, 3])
        #expect(lenient.rejected.map(\.text) == [line])
    }

    @Test("a last line that was cut off is never dropped")
    func truncated() throws {
        let text = Fixture.choice() + "\n" + Fixture.choice(id: 1).dropLast(30)
        let error = #expect(throws: SourceError.self) { try Fixture.read(text, into: RecordingSink()) }
        #expect(error?.line == 2)
        let array = "[\n" + Fixture.choice() + ",\n" + Fixture.choice(id: 1)
        let missing = #expect(throws: SourceError.self) { try Fixture.read(array, into: RecordingSink()) }
        #expect(missing?.reason == "the file ends inside its JSON array")
    }
}
