import Foundation
import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

/// Home-made tables as they come out of notebooks and spreadsheets.
@Suite("A home-made table")
struct TableInputTests {
    let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    private func ingest(
        _ text: String, as name: String = "t.csv", _ change: (inout IngestOptions) -> Void = { _ in }
    ) throws -> IngestSummary {
        var options = IngestOptions()
        change(&options)
        return try fixture.ingest([try fixture.write(text, to: name)], options)
    }

    private func refusal(
        _ text: String, as name: String = "t.csv", _ change: (inout IngestOptions) -> Void = { _ in }
    ) throws -> SourceError {
        do {
            let summary = try ingest(text, as: name, change)
            return try #require(summary.refused.first)
        } catch let error as SourceError {
            return error
        }
    }

    private static let header = "model,task,example,prompt,choice,logprob,matches"

    private static func table(_ header: String = header, delimiter: String = ",", sign: String = "-")
        -> String
    {
        let rows = (0..<3).flatMap { item in
            [
                "m,t,q\(item),p\(item),yes,\(sign)0.\(item + 1),1",
                "m,t,q\(item),p\(item),no,\(sign)1.\(item),0",
            ]
        }
        return ([header] + rows).map { $0.replacing(",", with: delimiter) }.joined(separator: "\n") + "\n"
    }

    /// Cells that are there and cannot be: column, cell, what is said.
    private static let absurd: [(column: String, cell: String, reason: String)] = [
        ("num_fewshot", "-3", "is -3, expected 0 or more"), ("n_params", "0", "is 0, expected 1 or more"),
        ("train_step", "1.5", "expected an integer"), ("train_tokens", "-1", "expected 0 or more"),
        ("doc_id", "-1", "expected 0 or more"), ("copy", "1e30", "expected an integer"),
        ("n_expected", "-2", "expected 0 or more"), ("n_tokens", "\"[-3,2]\"", "has -3, expected 0 or more"),
        ("n_tokens", "\"[a,2]\"", "expected"), ("choice_chars", "\"[1,-1]\"", "has -1, expected 0 or more"),
        ("kind", "skill", "not capability or behavior"), ("more_is", "good", "not better or worse"),
        ("output_type", "choice", "expected one of"), ("partial", "half", "expected one of"),
        ("matching_source", "guess", "expected one of"), ("document", "{x", "not JSON"),
        ("config", "{\"\"a\"\":NaN}", ""), ("greedy", "\"[2,0]\"", "expected 0, 1, true or false"),
    ]

    @Test(
        "with a cell that cannot be is refused by line, column and value, and keeps no other file out",
        arguments: absurd)
    func absurdCells(column: String, cell: String, reason: String) throws {
        let header = "model,task,example,matching,logprobs"
        let text = "\(header),\(column)\nm,t,a,0,\"[-1,-2]\",\(cell)\n"
        let good = try fixture.write("\(header)\nm,good,a,0,\"[-1,-2]\"\n", to: "good.csv")
        let summary = try fixture.ingest([try fixture.write(text, to: "bad.csv"), good])
        #expect(
            try fixture.scalar("SELECT COUNT(*) FROM run INNER JOIN task USING (task_id) WHERE name = 'good'")
                == 1)
        guard !reason.isEmpty else { return }
        let error = try #require(summary.refused.first)
        #expect(error.line == 2 && error.reason.contains(column) && error.reason.contains(reason), "\(error)")
    }

    @Test("of scores weighs none below nothing", arguments: ["-5", "inf", "nan"])
    func weights(weight: String) throws {
        let error = try refusal("model,task,example,metric,value,weight\nm,t,a,ppl,3,\(weight)\n")
        #expect(error.line == 2 && error.reason.contains("\"weight\" is \(weight)"), "\(error)")
    }

    /// What people write for which choice matches: which are read, and as what.
    private static let golds: [(choices: String, gold: String, reads: String?, reason: String)] = [
        (#"["yes","no"]"#, "1", "[1]", ""), (#"["yes","no"]"#, "no", "[1]", ""),
        (#"["yes","no"]"#, "B", "[1]", ""),
        (#"["yes","no"]"#, "[0,1]", "[0,1]", ""), (#"["B","A"]"#, "B", "[0]", ""),
        (#"["yes","no"]"#, "maybe", nil, "no choice's index, text or letter"),
        (#"["yes","no"]"#, "2", nil, "counts from 1"),
        (#"["yes","no"]"#, "-1", nil, "the response has 2 choices"),
        (#"["1","0"]"#, "1", nil, "the index of one choice and the text of another"),
        (#"["0","1"]"#, "1", "[1]", ""), (#"["5","7"]"#, "7", "[1]", ""),
    ]

    @Test(
        "says which choice matches by index, text or letter, and is refused where that is not clear",
        arguments: golds)
    func gold(choices: String, gold: String, reads: String?, reason: String) throws {
        let quoted = [choices, gold].map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(
            separator: ",")
        let text = "model,task,example,logprobs,choices,matching\nm,t,a,\"[-1,-2]\",\(quoted)\n"
        guard let reads else {
            let error = try refusal(text)
            #expect(error.line == 2 && error.reason.contains(reason), "\(error)")
            return
        }
        #expect(try ingest(text).refused.isEmpty)
        #expect(try fixture.scalar("SELECT matching FROM example") == reads)
    }

    @Test("that counts choices from 1 is refused whole: were one line set aside, the others would be wrong")
    func countedFromOne() throws {
        let rows = (1...4).map { "m,t,q\($0),\"[-1,-2,-3,-4]\",\($0)\n" }.joined()
        let rejects = fixture.directory.appending(path: "rejects.jsonl").path
        let error = try refusal("model,task,example,logprobs,matching\n" + rows) { $0.rejectFile = rejects }
        #expect(error.line == 5 && error.remedy.contains("no line of it can be set aside"), "\(error)")
        #expect(try fixture.scalar("SELECT COUNT(*) FROM response") == 0)
    }

    @Test("of choices has no line set aside that cannot be read: its response would go on without a choice")
    func unreadableChoice() throws {
        let rows = "m,t,a,x,-1,1\nm,t,a,y,-2\nm,t,a,z,-2,0\nm,t,b,x,-1,1\nm,t,b,y,-3,0\n"
        let rejects = fixture.directory.appending(path: "rejects.jsonl").path
        let error = try refusal("model,task,example,choice,logprob,matches\n" + rows) {
            $0.rejectFile = rejects
        }
        #expect(error.line == 3 && error.remedy.contains("no line of it can be set aside"), "\(error)")
        #expect(try fixture.scalar("SELECT COUNT(*) FROM response") == 0)
    }

    @Test("names its first bad line, and Python's lists for what they are")
    func firstLine() throws {
        let rows = (0..<3).map { "m,t,q\($0),\"['yes', 'no']\",0,\"[-1,-2]\"\n" }.joined()
        let error = try refusal("model,task,example,choices,matching,logprobs\n" + rows)
        #expect(error.line == 2 && error.reason.contains("json.dumps"), "\(error)")
    }

    @Test("of probabilities is told from one of losses")
    func probabilities() throws {
        let rows = (1...4).map { "m,t,q\($0),yes,0.\($0),1\nm,t,q\($0),no,0.\(9 - $0),0\n" }.joined()
        let error = try refusal("model,task,example,choice,logprob,matches\n" + rows)
        #expect(
            error.reason.contains("look like probabilities") && error.remedy.contains("natural logarithms"),
            "\(error)")
    }

    @Test(
        "with names of its own is told which of ours they may be",
        arguments: [
            ("model,task,example,logprobs,target\nm,t,a,\"[-1,-2]\",0\n", "--map matching=target"),
            ("model,task,example,matching,logprobs,step\nm,t,a,0,\"[-1,-2]\",5\n", "--map train_step=step"),
            ("model, task, example, logprobs\nm, t, a, 1\n", "spaces around its delimiters"),
            (
                "model;task;example;choice;logprob;matches\nm;t;a;yes;-0,5;1\nm;t;a;no;-1,5;0\n",
                "decimal point"
            ),
        ])
    func ownNames(text: String, hint: String) throws {
        let error = try refusal(text)
        #expect(error.description.contains(hint), "\(error)")
    }

    @Test("of rules may part its cells with semicolons or tabs too", arguments: [";", "\t", ","])
    func rules(delimiter: String) throws {
        let path = try fixture.write(
            "\u{FEFF}match,model\nm*,big\n".replacing(",", with: delimiter), to: "models.csv")
        let rules = try RuleFile.models(path)
        #expect(rules.map(\.identity.model) == ["big"])
    }

    @Test("with other values of a run is a conflict that names what keeps both")
    func labelled() throws {
        let text = { (value: String) in "model,task,example,matching,logprobs\nm,t,a,0,\"[-1,\(value)]\"\n" }
        try ingest(text("-2"))
        #expect(try ingest(text("-3"), as: "other.csv").conflicts.count == 1)
        #expect(try ingest(text("-3"), as: "other.csv") { $0.runLabel = "again" }.conflicts.isEmpty)
        let labels: [String] = try fixture.list("SELECT label FROM run ORDER BY run_id")
        #expect(labels == ["", "again"])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE is_primary = 1") == 1)
    }

    @Test("with one choice twice says so")
    func doubledChoice() throws {
        let error = try refusal(
            "model,task,example,choice,logprob,matches\nm,t,a,yes,-1,1\nm,t,a,yes,-1,0\nm,t,a,no,-2,0\n")
        #expect(
            error.line == 3 && error.reason.contains("choice \"yes\" of example \"a\" stands twice"),
            "\(error)")
    }

    @Test("of losses is refused with the mapping that mends it, which then works")
    func losses() throws {
        let error = try refusal(Self.table(sign: ""))
        #expect(error.line == 2)
        #expect(error.remedy.contains("--map logprob=-logprob"))
        try ingest(Self.table(sign: "")) { $0.columns = ["logprob": "-logprob"] }
        let logprobs: [String] = try fixture.list("SELECT logprobs FROM response ORDER BY example_id")
        #expect(logprobs == ["[-0.1,-1.0]", "[-0.2,-1.1]", "[-0.3,-1.2]"])
    }

    @Test("of losses in arrays keeps digits, missing and NaN")
    func lossArrays() throws {
        let line =
            #"{"model":"m","task":"t","example":"e","prompt":"p","choices":["a","b","c"],"matching":0,"#
        try ingest(line + #""loss":[0.70,"NaN",null]}"# + "\n", as: "t.ndjson") {
            $0.columns = ["logprobs": "-loss"]
        }
        let row: String? = try fixture.scalar("SELECT logprobs FROM response")
        #expect(row == "[-0.70,null,null]")
    }

    @Test("with one log-prob that is not above 0 is of log-probs")
    func fewLosses() throws {
        let summary = try ingest(Self.table(sign: "").replacing("1.2", with: "-1.2"))
        #expect(summary.refused.isEmpty)
    }

    @Test("is read with semicolons, tabs, a byte order mark, CRLF and a nameless index")
    func layouts() throws {
        let plain = Self.table()
        let indexed = plain.split(separator: "\n").enumerated().map { "\($0 == 0 ? "" : "\($0 - 1)"),\($1)" }
        let texts = [
            Self.table(delimiter: ";"), Self.table(delimiter: "\t"), "\u{FEFF}" + plain,
            plain.replacing("\n", with: "\r\n"), indexed.joined(separator: "\n") + "\n",
        ]
        try ingest(plain)
        let expected: [String] = try fixture.list("SELECT logprobs FROM response ORDER BY example_id")
        for (number, text) in texts.enumerated() {
            let other = try IngestFixture()
            let summary = try other.ingest([try other.write(text, to: "t.csv")])
            #expect(summary.refused.isEmpty, "\(number)")
            let found: [String] = try other.list("SELECT logprobs FROM response ORDER BY example_id")
            #expect(found == expected, "\(number)")
        }
    }

    @Test("of UTF-16 is told so")
    func utf16() throws {
        let url = fixture.directory.appending(path: "t.csv")
        try #require(Self.table().data(using: .utf16)).write(to: url)
        let summary = try fixture.ingest([url.path, try fixture.write(Self.table(), to: "good.csv")])
        #expect(summary.refused.map(\.reason) == ["is UTF-16"])
        #expect(summary.nResponses == 3)
    }

    @Test("with other names says what it has, what it lacks, and what to try")
    func otherNames() throws {
        let error = try refusal(Self.table("ckpt,dataset,id,prompt,choice,logprob,matches"))
        #expect(error.reason.contains("lacks model, task, example"))
        #expect(error.reason.contains("ckpt, dataset, id"))
        #expect(error.remedy == "try --map model=ckpt,task=dataset,example=id")
        let summary = try ingest(Self.table("ckpt,dataset,id,prompt,choice,logprob,matches")) {
            $0.columns = ["model": "ckpt", "task": "dataset", "example": "id"]
        }
        #expect(summary.nResponses == 3)
    }

    @Test("with a column that nothing knows is refused, and read where it is to be ignored")
    func ignoring() throws {
        let text = Self.table().replacing("matches\n", with: "matches,note\n").replacing(
            ",1\n", with: ",1,x\n"
        )
        .replacing(",0\n", with: ",0,y\n")
        #expect(try refusal(text).remedy.contains("--ignore"))
        #expect(try ingest(text) { $0.ignoring = ["note"] }.nResponses == 3)
    }

    @Test(
        "with U+0000 in a name is refused",
        arguments: ["model", "task", "example", "series", "cluster", "protocol", "run", "variant"])
    func nul(column: String) throws {
        let line = """
            {"model":"m","task":"t","example":"e","prompt":"p","choices":["a","b"],"matching":0,"logprobs":[-1,-2],\
            "\(column)":"x\\u0000y"}
            """
        // The last of two cells of one name counts.
        let error = try refusal(line + "\n", as: "t.ndjson")
        #expect(error.reason.contains("U+0000"), "\(error)")
        #expect(error.line == 1)
    }

    @Test(
        "says where a value is that no run can have",
        arguments: [
            ("train_step", "-1"), ("rlhf_step", "-5"), ("train_tokens", "-1"), ("n_params", "0"),
            ("num_fewshot", "-1"), ("n_expected", "-2"), ("copy", "-1"), ("doc_id", "-1"),
            ("train_step", "1.5"), ("train_step", "1e30"), ("kind", "\"skill\""), ("more_is", "\"good\""),
            ("output_type", "\"text\""), ("partial", "\"half\""), ("matching_source", "\"me\""),
            ("document", "{NaN:1}"), ("declared", "\"{\""), ("config", "\"[\""),
        ])
    func values(column: String, value: String) throws {
        let line = """
            {"model":"m","task":"t","example":"e","prompt":"p","choices":["a","b"],"matching":0,"logprobs":[-1,-2]
            """
        let good = try fixture.write(line + "}\n", to: "good.ndjson")
        let bad = try fixture.write(line + ",\"\(column)\":\(value)}\n", to: "bad.ndjson")
        let summary = try fixture.ingest([bad, good])
        let error = try #require(summary.refused.first)
        #expect(summary.refused.count == 1)
        #expect(!error.description.contains("CHECK constraint"), "\(error)")
        #expect(error.line == 1, "\(error)")
        #expect(summary.nResponses == 1)
    }

    @Test(
        "keeps what Python writes for numbers that JSON does not have, as texts",
        arguments: ["document", "config"])
    func pythonNumbers(column: String) throws {
        try ingest(
            """
            {"model":"m","task":"t","example":"e","prompt":"p","choices":["a","b"],"matching":0,"logprobs":[-1,-2],\
            "\(column)":{"a":NaN,"b":[-Infinity,1.50]}}

            """, as: "t.ndjson")
        let table = column == "document" ? "example" : "run"
        let text: String? = try fixture.scalar("SELECT \(column) FROM \(table)")
        #expect(text == #"{"a":"NaN","b":["-Infinity",1.50]}"#)
    }

    @Test("that says an example again keeps it once where it agrees, and is refused where it does not")
    func again() throws {
        func line(_ example: String, _ logprob: String) -> String {
            """
            {"model":"m","task":"t","example":"\(example)","prompt":"p \(example)","choices":["a","b"],\
            "matching":0,"logprobs":[\(logprob),-3]}

            """
        }
        let same = try ingest(line("1", "-1") + line("2", "-2") + line("1", "-1"), as: "same.ndjson")
        #expect(same.nResponses == 2 && same.refused.isEmpty)
        let error = try refusal(line("3", "-1") + line("4", "-2") + line("3", "-1.5"), as: "other.ndjson")
        #expect(error.line == 3)
    }

    @Test("whose choices are scattered is refused whole, also where bad lines are set aside")
    func scattered() throws {
        let lines = Self.table().split(separator: "\n")
        let text = ([lines[0], lines[1], lines[3], lines[2]] + lines[4...]).joined(separator: "\n") + "\n"
        let error = try refusal(text) { options in
            options.rejectFile = fixture.directory.appending(path: "bad").path
        }
        #expect(error.line == 4)
        let count: Int? = try fixture.scalar("SELECT COUNT(*) FROM response")
        #expect(count == 0)
    }
}
