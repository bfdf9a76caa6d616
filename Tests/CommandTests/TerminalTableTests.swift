import Foundation
import LogariumStore
import Testing

@Suite("A table for people")
struct TerminalTableTests {
    private let shell: CommandLine

    init() throws { shell = try CommandLine() }

    private func table(_ arguments: [String], columns: Int) throws -> CommandLine.Answer {
        try shell.run(
            arguments + ["--format", "table", "--db", DemoWarehouse.made.get().database.path],
            environment: ["COLUMNS": String(columns)])
    }

    @Test(
        "has no row on more than two lines at 80 columns, and none beyond them",
        arguments: [
            ["query", "metrics"], ["query", "trend"], ["query", "trend", "-p", "axis=step"],
            ["query", "trend", "-p", "axis=rlhf"], ["query", "behavior_trend"],
            ["query", "behavior_trend", "-p", "axis=step"], ["runs"],
        ])
    func fits(_ arguments: [String]) throws {
        let answer = try table(arguments, columns: 80)
        #expect(answer.status == 0)
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 80 })
        let blocks = lines.count { $0.hasPrefix("─") }
        #expect((1...2).contains(blocks))
        #expect(answer.errors.contains(" columns: --all-columns shows the others"))
    }

    @Test("has the default columns of every query, those that all rows agree in above it")
    func defaults() throws {
        for query in try QueryCatalog.all() {
            #expect(!query.defaultColumns.isEmpty, "\(query.name)")
            #expect(Set(query.defaultColumns).count == query.defaultColumns.count, "\(query.name)")
        }
        let answer = try table(["query", "metrics", "-p", "task=facts", "-p", "model=tiny-8k"], columns: 200)
        let head = try #require(answer.output.components(separatedBy: "\n\n").first)
        #expect(head.contains("task=facts") && head.contains("model=tiny-8k"))
        #expect(head.contains("no value: variant"))
        #expect(!answer.output.contains("mean_nll"))
    }

    @Test("has the columns that are asked for, and no others, whole")
    func asked() throws {
        let some = try table(
            ["query", "metrics", "-p", "task=facts", "--columns", "task,n", "--limit", "2"], columns: 80)
        #expect(some.output == "task    n\n─────  ──\nfacts  80\nfacts  80\n")
        let all = try table(
            ["query", "metrics", "-p", "task=facts", "--all-columns", "--limit", "1"], columns: 80)
        // One row that does not fit is set a line a column.
        #expect(all.output.split(separator: "\n").count == (try QueryCatalog.query("metrics").columns.count))
    }

    @Test("leaves CSV in a pipe with every column and every digit")
    func csv() throws {
        let answer = try shell.run(
            ["query", "metrics", "-p", "task=facts", "--db", DemoWarehouse.made.get().database.path],
            environment: ["COLUMNS": "40"])
        let head = try #require(answer.output.split(separator: "\n").first)
        #expect(head.split(separator: ",").count == (try QueryCatalog.query("metrics").columns.count))
    }

    @Test("is JSON with arrays as arrays where that is asked for")
    func json() throws {
        let answer = try shell.run(
            "query", "examples", "-p", "task=facts", "--limit", "1", "--format", "json", "--db",
            DemoWarehouse.made.get().database.path)
        let rows = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]]
        let row = try #require(rows?.first)
        #expect(row["choices"] is [String])
        #expect(row["logprobs"] is [Double])
        #expect(row["prompt"] is String)
    }
}

@Suite("A person's first steps")
struct FirstStepsTests {
    private let shell: CommandLine

    init() throws { shell = try CommandLine() }

    @Test("in an empty directory are told what to ingest")
    func empty() throws {
        let answer = try shell.run([])
        #expect(answer.status == 0)
        #expect(answer.output.contains("logarium ingest RUNS…"))
        #expect(try !shell.files().contains("logarium.db"))
    }

    @Test("beside a warehouse are told what is in it and what to ask next")
    func summary() throws {
        try shell.write(MadeUpTable.ndjson(step: 1, items: 12), to: "a.ndjson")
        try shell.write(MadeUpTable.ndjson(step: 2, items: 12, shift: 1), to: "b.ndjson")
        #expect(try shell.run("ingest", "a.ndjson", "b.ndjson", "--quiet").status == 0)
        let alone = try shell.run([])
        #expect(alone.status == 0)
        #expect(alone.output == (try shell.run("summary").output))
        #expect(alone.output.contains("1 model ") && alone.output.contains("Ask next"))
        // Every command that it names can be typed.
        let commands = alone.output.split(separator: "\n").filter { $0.hasPrefix("  logarium ") }
        #expect(commands.count > 2)
        for command in commands where !command.contains("report") {
            #expect(try shell.script(String(command)).status == 0, "\(command)")
        }
    }

    @Test("may come through a pipe")
    func pipe() throws {
        try shell.write(MadeUpTable.ndjson(step: 1, items: 12), to: "a.ndjson")
        #expect(try shell.script("cat a.ndjson | logarium ingest - --db p.db --quiet").status == 0)
        #expect(try shell.script("cat a.ndjson | logarium ingest /dev/stdin --db q.db --quiet").status == 0)
        #expect(try shell.script("logarium ingest - --db r.db --quiet < a.ndjson").status == 0)
        let counts = try ["p", "q", "r"].map {
            try shell.run("query", "metrics", "--columns", "task,n", "--db", "\($0).db").output
        }
        #expect(Set(counts) == ["task,n\nt,12\n"])
        let fault = try shell.script("logarium ingest <(cat a.ndjson) --db s.db")
        #expect(fault.status == 1 && fault.errors.contains("is neither a file nor a directory"))
    }

    @Test(
        "that slip are told the command that failed",
        arguments: [
            (["trend", "-p", "axis=size"], "`logarium query trend` asks it"),
            (["heatmap"], "`logarium plot heatmap` draws it"), (["ingst"], "did you mean ingest?"),
            (["query", "tred"], "Usage: logarium query "), (["plot", "nix"], "Usage: logarium plot "),
            (["query", "trend", "-p", "ax=size"], "did you mean \"axis\"?"),
        ])
    func slip(_ arguments: [String], _ words: String) throws {
        let answer = try shell.run(arguments)
        #expect(answer.status == 64)
        #expect(answer.errors.contains(words))
    }

    @Test("leave a file that any client reads from a directory that it must not write")
    func journal() throws {
        try shell.write(MadeUpTable.ndjson(step: 1, items: 12), to: "a.ndjson")
        #expect(try shell.run("ingest", "a.ndjson", "--quiet").status == 0)
        // Bytes 18 and 19 of the header: 1 is a rollback journal, 2 is WAL.
        #expect(try Array(shell.contents("logarium.db")[18...19]) == [1, 1])
        #expect(try shell.files().filter { $0.hasPrefix("logarium.db-") }.isEmpty)
    }
}

@Suite("What a shell completes")
struct CompletionTests {
    @Test(
        "is files, queries, parameters and their values",
        arguments: [
            (["logarium", "query", "trend_r"], ["trend_reported"]),
            (["logarium", "query", "trend", "-p", "ax"], ["axis="]),
            (["logarium", "query", "trend", "-p", "axis", "=", "rl"], ["rlhf_step", "rlhf"]),
            (["logarium", "query", "trend", "-p", "task", "=", "facts_n"], ["facts_negated"]),
            (["logarium", "query", "metrics", "-p", "task", "=", "facts,idiom"], ["facts,idiom_trap"]),
            (["logarium", "plot", "hea"], ["heatmap"]), (["logarium", "ingest", "READ"], ["README.md"]),
            (["logarium", "query", "trend", "--db", "READ"], ["README.md"]),
            (["logarium", "check", "--kind", "low"], ["low_choice_mass"]),
        ])
    func bash(_ words: [String], _ completed: [String]) throws {
        let shell = try CommandLine()
        try shell.write("", to: "README.md")
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let answer = try shell.script(
            """
            export LOGARIUM_DB='\(DemoWarehouse.made.get().database.path)'
            source <(logarium --generate-completion-script bash)
            compopt() { :; }
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
            __logarium_of_whole_words logarium "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """)
        #expect(answer.output.split(separator: "\n").map(String.init) == completed)
    }
}
