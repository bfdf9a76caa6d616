import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("Results of lm-evaluation-harness")
struct LMEvalResultsTests {
    private func results(
        config: String = #"{"model":"hf","model_args":"pretrained=a/b"}"#,
        task: String = #"{"output_type":"multiple_choice","doc_to_text":"{{q}}"}"#, more: String = ""
    ) throws -> LMEvalResults {
        try Fixture.results(
            #"{"results":{"t":{"acc,none":0.5}},"configs":{"t":\#(task)},"config":\#(config)\#(more)}"#)
    }

    private func ref(_ config: String, more: String = "") throws -> String {
        try results(config: config, more: more).statement.reference.ref
    }

    @Test("model_args is a text or an object")
    func arguments() throws {
        #expect(
            try ref(#"{"model_args":"pretrained=a/b,revision=step1000,dtype=float32"}"#) == "a/b@step1000")
        #expect(try ref(#"{"model_args":{"pretrained":"a/b","revision":"step1000"}}"#) == "a/b@step1000")
        #expect(try ref(#"{"model_args":"pretrained=a/b,revision=main"}"#) == "a/b")
        #expect(try ref(#"{"model_args":"pretrained=a/b","model_revision":"step5"}"#) == "a/b@step5")
        #expect(try ref(#"{"model_args":"pretrained=a/b,subfolder=step50"}"#) == "a/b/step50")
        #expect(try ref(#"{"model_args":{"path":"x"}}"#) == "x")
    }

    @Test("a value that lm-eval cast is kept as what is left of it")
    func castValues() throws {
        #expect(try ref(#"{"model_args":{"pretrained":"a","revision":1234567}}"#) == "a@1234567")
        #expect(try ref(#"{"model_args":{"pretrained":"a","revision":Infinity}}"#) == "a@Infinity")
        #expect(try ref(#"{"model_args":"pretrained=a,revision=12e4"}"#) == "a@12e4")
        #expect(try ref(#"{"model_args":"pretrained=a,b,revision=c=d"}"#) == "a,b@c=d")
    }

    @Test("an adapter is the checkpoint, its base is kept")
    func adapter() throws {
        let results = try results(config: #"{"model":"hf","model_args":"pretrained=base,peft=lora/step5"}"#)
        #expect(results.statement.reference.ref == "lora/step5+base=base")
        #expect(results.statement.reference.stated.variant == nil)
        #expect(results.statement.reference.pretrained == "lora/step5")
        #expect(results.statement.runs["t"]?.config.contains(#""base":"base""#) == true)
    }

    @Test("without arguments, the model is dummy, the user's object, or what the harness calls it")
    func withoutArguments() throws {
        #expect(try ref(#"{"model":"dummy","model_args":""}"#, more: #","model_name":"5uoozpxb""#) == "dummy")
        #expect(
            try ref(
                #"{"model":"EleutherAI/x","model_args":null}"#,
                more: #","model_source":"CUSTOM","model_name":"abcdefgh""#) == "EleutherAI/x")
        #expect(try ref(#"{"model":"hf"}"#, more: #","model_name":"gpt2""#) == "gpt2")
    }

    @Test("a parameter count is a fact unless it says that it is unknown")
    func parameters() throws {
        let known = try results(config: #"{"model_args":"pretrained=a","model_num_parameters":49536}"#)
        #expect(known.statement.reference.stated.nParams == 49536)
        let unknown = try results(config: #"{"model_args":"pretrained=a","model_num_parameters":-1}"#)
        #expect(unknown.statement.reference.stated.nParams == nil)
    }

    @Test("dtype is without torch's name, auto is none")
    func dtype() throws {
        func dtype(_ config: String) throws -> String? {
            try results(config: config).statement.runs["t"]?.dtype
        }
        #expect(try dtype(#"{"model_args":"pretrained=a","model_dtype":"torch.bfloat16"}"#) == "bfloat16")
        #expect(try dtype(#"{"model_args":"pretrained=a,dtype=float16"}"#) == "float16")
        #expect(try dtype(#"{"model_args":"pretrained=a,dtype=auto"}"#) == nil)
    }

    @Test("a limit or a selection is a part of the split, unless it is all of it")
    func selection() throws {
        func run(_ limit: String, _ more: String) throws -> RunRecord? {
            try results(config: #"{"model_args":"pretrained=a","limit":\#(limit)}"#, more: more).statement
                .runs["t"]
        }
        let counts = #","n-samples":{"t":{"original":10,"effective":3}}"#
        let limited = try run("3.0", counts)
        #expect(limited?.selection == "limit=3")
        #expect(limited?.partial == .limit)
        #expect(limited?.nExpected == 3)
        #expect(try run("0.25", "")?.selection == "limit=0.25")
        let selected = try run("null", counts)
        #expect(selected?.selection == "3 of 10")
        #expect(selected?.partial == .selection)
        let whole = try run("50", #","n-samples":{"t":{"original":10,"effective":10}}"#)
        #expect(whole?.selection == "")
        #expect(whole?.partial == nil)
    }

    @Test("the declaration has what changes the prompt and nothing else, its keys sorted")
    func declaration() throws {
        let task = #"""
            {"task":"t","output_type":"multiple_choice","doc_to_text":"{{q}}","doc_to_target":"gold","dataset_path":"json",
             "description":"","num_fewshot":0,"metadata":{"version":1},"fewshot_config":{"f":"<function at 0x7f>"}}
            """#
        let zero = try results(task: task, more: #","versions":{"t":1.0},"task_hashes":{"t":"ab"}"#).statement
            .runs["t"]
        #expect(
            zero?.protocolDeclaration.declared
                == #"{"doc_to_target":"gold","doc_to_text":"{{q}}","fewshot_delimiter":"\n\n","num_fewshot":0,"#
                + #""output_type":"multiple_choice","target_delimiter":" "}"#)
        #expect(zero?.protocolDeclaration.label == "0-shot")
        #expect(zero?.taskVersion == "1.0")
        let chat = try results(
            config: #"{"model_args":"pretrained=a","fewshot_seed":1234}"#, task: task,
            more:
                #","n-shot":{"t":2},"chat_template":"{% %}","chat_template_sha":"c0","fewshot_as_multiturn":true"#
        )
        .statement.runs["t"]?.protocolDeclaration
        #expect(chat?.label == "2-shot, chat template, multi-turn")
        #expect(chat?.declared.contains(#""chat_template_sha":"c0""#) == true)
        #expect(chat?.declared.contains(#""fewshot_seed":1234"#) == true)
        #expect(zero?.protocolDeclaration.declared.contains("fewshot_seed") == false)
    }

    @Test("0.5 writes a member's group before it; the task is named without")
    func namespaced() throws {
        let results = try Fixture.results(
            #"{"results":{"g::p0":{"acc,none":1}},"group_subtasks":{"g":["g::p1","g::p0"]},"#
                + #""configs":{"g::p0":{"output_type":"multiple_choice"},"h::p0":{},"g::p1":{}},"config":{}}"#
        )
        #expect(results.statement.runs["g::p1"]?.task.name == "p1")
        #expect(results.statement.runs["g::p1"]?.label == "")
        #expect(results.statement.runs["g::p0"]?.label == "g::p0", "two groups have a task of that name")
        #expect(results.statement.reported.map(\.name) == ["p0"])
    }

    @Test("aggregates come with filter, stderr, count and members; what is no number keeps its text")
    func reported() throws {
        let results = try Fixture.results(
            #"{"results":{"t":{"alias":"t"," ":" ","sample_len":9,"acc,none":0.5,"acc_stderr,none":0.1,"#
                + #""em,strict-match":NaN,"em_stderr,strict-match":"N/A","ppl,none":Infinity,"x_stderr,none":2,"#
                + #""bypass,none":999},"g":{"acc,none":0.25,"acc_stderr,none":"N/A","sample_count":{"acc,none":20}}},"#
                + #""group_subtasks":{"g":["u","t"],"t":[]},"higher_is_better":{"t":{"acc":true}},"configs":{},"config":{}}"#
        )
        let byName = Dictionary(
            results.statement.reported.map { ("\($0.name) \($0.metric),\($0.filter)", $0) }
        ) { $1 }
        #expect(
            byName.keys.sorted() == [
                "g acc,none", "t acc,none", "t bypass,none", "t em,strict-match", "t ppl,none",
                "t x_stderr,none",
            ])
        #expect(byName["t acc,none"]?.stderr == 0.1)
        #expect(byName["t acc,none"]?.n == 9)
        #expect(byName["t acc,none"]?.higherIsBetter == true)
        #expect(byName["t acc,none"]?.members == nil)
        #expect(byName["t em,strict-match"]?.value == nil)
        #expect(byName["t em,strict-match"]?.valueText == "NaN")
        #expect(byName["t em,strict-match"]?.stderr == nil)
        #expect(byName["t ppl,none"]?.value == .infinity)
        #expect(byName["g acc,none"]?.members == ["t", "u"])
        #expect(byName["g acc,none"]?.n == 20)
    }

    @Test("results before 0.4 are not this format")
    func before() throws {
        let parser = try JSONParser()
        #expect(LMEvalResultsReader(try parser.parse(#"{"results":{},"versions":{},"config":{}}"#)) == nil)
    }

    @Test(
        "file names say the task and the time",
        arguments: [
            ("samples_a_b_2026-11-21T09-06-22.033874.jsonl", "a_b", "2026-11-21T09-06-22.033874"),
            ("samples_a_2026-11-21T09-06-22.jsonl", "a", "2026-11-21T09-06-22"),
            ("samples_g::p_2026-11-21T09-06-22.5.jsonl", "g::p", "2026-11-21T09-06-22.5"),
            ("samples_a_2026-11-21.jsonl", "a_2026-11-21", nil),
        ])
    func names(name: String, task: String, timestamp: String?) {
        let parsed = LMEvalFileName(name)
        #expect(parsed?.role == .samples)
        #expect(parsed?.task == task)
        #expect(parsed?.timestamp == timestamp)
    }

    @Test("a results file may have any stem before its time")
    func resultNames() {
        #expect(LMEvalFileName("mine_2026-11-21T09-06-22.json")?.role == .results)
        #expect(LMEvalFileName("results.json")?.role == .results)
        #expect(LMEvalFileName("config.json") == nil)
    }
}
