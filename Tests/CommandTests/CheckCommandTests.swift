import Foundation
import LogariumStore
import Testing

@Suite("logarium check")
struct CheckCommandTests {
    private let shell: CommandLine

    init() throws {
        shell = try CommandLine()
        try shell.write(Self.table(step: 1, model: "m"), to: "sound.ndjson")
        #expect(try shell.run("ingest", "sound.ndjson", "--quiet").status == 0)
    }

    /// Sound but for what is asked: every coordinate stated, the answers balanced, no ties.
    private static func table(step: Int, model: String, tied: Int = 0) -> String {
        (0..<40).map { item in
            let first = item < tied ? -1.5 : -1 - Double((item * 7 + step) % 13) / 8 + 0.001
            return """
                {"checkpoint":"\(model)@\(step)","model":"\(model)","series":"s","n_params":1000,"train_step":\(step),\
                "rlhf_step":0,"seed":0,"task":"t","example":"q\(item)","prompt":"Question \(item)?",\
                "choices":[" yes"," no"],"matching":[\(item % 2)],"logprobs":[\(first),-1.5]}

                """
        }.joined()
    }

    private func plantTies() throws {
        try shell.write(Self.table(step: 2, model: "m", tied: 10), to: "tied.ndjson")
        #expect(try shell.run("ingest", "tied.ndjson", "--quiet").status == 0)
    }

    @Test("ends with 0 and no rows where nothing is wrong")
    func nothing() throws {
        let answer = try shell.run("check", "--format", "json")
        #expect(answer.status == 0 && answer.output == "[]\n")
        #expect(answer.errors == "nothing found\n")
    }

    @Test("ends with 2 and tells machines of each of the affected")
    func json() throws {
        try plantTies()
        let answer = try shell.run("check", "--format", "json")
        #expect(answer.status == 2 && answer.errors == "1 finding: 1 warning\n")
        let rows = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]]
        let row = try #require(rows?.first)
        #expect(rows?.count == 1)
        #expect(row["kind"] as? String == "ties" && row["severity"] as? String == "warning")
        #expect(row["model"] as? String == "m" && row["train_step"] as? Int == 2)
        #expect(row["n"] as? Int == 10 && row["n_of"] as? Int == 40)
        #expect(
            (row["command"] as? String)?.hasPrefix("logarium query examples -p task=t -p run_id=") == true)
        #expect(try shell.run("check").output.hasPrefix("finding,severity,kind,"))
        #expect(try shell.run("check", "--format", "markdown").output.hasPrefix("| finding |"))
    }

    @Test("tells people what, where, consequence and remedy in lines of at most 100 columns")
    func table() throws {
        try plantTies()
        let answer = try shell.run("check", "--format", "table")
        #expect(
            answer.output == """
                1. WARNING ties: many exact ties between a matching and another choice (1 run)
                   Where        t, m step 2 (run 2): 10 of 40 examples, 25.0 % tied
                   Consequence  Ties get split credit here but go to the first choice in the harness; in numbers
                                they mean that the scoring cannot tell the choices apart, and the fraction exceeding
                                is near chance.
                   Remedy       Look for choices that share their first token and for log-probs of low precision
                                (dtype); evaluate again.
                                $ logarium query examples -p task=t -p run_id=2

                """)
        #expect(try shell.run("check", "-o", "findings.txt").status == 2)
        #expect(try String(decoding: shell.contents("findings.txt"), as: UTF8.self) == answer.output)
    }

    @Test("gives commands that run as they stand")
    func command() throws {
        try plantTies()
        let answer = try shell.run("check", "--format", "json")
        let rows = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]]
        let words = try #require(rows?.first?["command"] as? String).split(separator: " ").map(String.init)
        let examples = try shell.run(Array(words.dropFirst()))
        #expect(examples.status == 0 && examples.output.split(separator: "\n").count == 41)
    }

    @Test("names commands, options and parameters that there are", arguments: CheckKind.all.map(\.name))
    func commandsExist(_ kind: String) throws {
        let command = try CheckKind.named(kind).command
        let words = command.split(separator: " ").dropFirst().map(String.init)
        let verb = Array(
            words.prefix { !$0.hasPrefix("-") && !$0.hasPrefix("{") && !$0.hasPrefix("\"") && $0 != "RUN_ID" }
        )
        if verb.first == "query" {
            let query = try QueryCatalog.query(verb[1])
            let given = words.filter { $0.contains("=") }.compactMap {
                $0.split(separator: "=").first.map(String.init)
            }
            #expect(Set(given).isSubset(of: query.parameters.map(\.name)) && !given.isEmpty)
        }
        let help = try shell.run(verb.filter { !$0.hasSuffix(".csv") } + ["--help"])
        #expect(help.status == 0)
        for option in words where option.hasPrefix("--") && verb.first != "query" {
            #expect(help.output.contains(option), "\(command)")
        }
    }

    @Test("balances positions by the command that it gives")
    func balanced() throws {
        let command = try CheckKind.named("position_imbalance").command
        let sql = try #require(command.split(separator: "\"").dropFirst().first.map(String.init))
        let answer = try shell.run("sql", sql, "-p", "task=t", "--format", "csv")
        #expect(answer.status == 0 && answer.output.split(separator: "\n").count == 2)
    }

    @Test("looks for what is asked, and knows its kinds")
    func filters() throws {
        try plantTies()
        #expect(try shell.run("check", "--kind", "partial_runs").status == 0)
        #expect(try shell.run("check", "--kind", "ties", "--task", "t").status == 2)
        #expect(try shell.run("check", "--task", "other").status == 1)
        let unknown = try shell.run("check", "--kind", "tie")
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean \"ties\"?"))
        #expect(try shell.run("check", "--help").output.contains("duplicate_results (error)"))
    }

    @Test("holds the rows of a models.csv against the references")
    func models() throws {
        try shell.write("match,train_step\nm@*,1\nm@1,3\n", to: "models.csv")
        let answer = try shell.run("check", "--models", "models.csv")
        #expect(answer.status == 2 && answer.output.contains("line 3 says otherwise"))
        #expect(try shell.run("check", "--models", "none.csv").status == 1)
    }

    @Test("leaves the warehouse as it was")
    func unchanged() throws {
        let before = try shell.contents("logarium.db")
        _ = try shell.run("check")
        #expect(try shell.contents("logarium.db") == before)
        #expect(try shell.run("check", "--db", "elsewhere.db").status == 1)
        #expect(!FileManager.default.fileExists(atPath: shell.path("elsewhere.db")))
    }
}
