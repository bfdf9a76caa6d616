import Foundation
import Testing

@Suite("The reading verbs")
struct ReadCommandTests {
    private let shell: CommandLine

    init() throws {
        shell = try CommandLine()
        try shell.write(MadeUpTable.ndjson(step: 1, items: 12), to: "a.ndjson")
        try shell.write(MadeUpTable.ndjson(step: 2, items: 12, shift: 1), to: "b.ndjson")
        #expect(try shell.run("ingest", "a.ndjson", "b.ndjson", "--quiet").status == 0)
    }

    @Test("answer in CSV in a pipe, from ./logarium.db")
    func csv() throws {
        let answer = try shell.run("query", "metrics", "-p", "task=t")
        #expect(answer.status == 0)
        #expect(answer.output.hasPrefix("run_id,model,series,"))
        #expect(answer.output.split(separator: "\n").count == 3)
        #expect(answer.errors == "")
    }

    @Test("write a file by its name, whole")
    func file() throws {
        let answer = try shell.run("query", "runs", "-o", "runs.json")
        #expect(answer.status == 0 && answer.output == "")
        let rows = try JSONSerialization.jsonObject(with: shell.contents("runs.json")) as? [[String: Any]]
        #expect(rows?.count == 2)
        #expect(try shell.run("query", "runs", "-o", "runs.xyz").status == 64)
    }

    @Test("list the questions, and explain and show each")
    func help() throws {
        #expect(try shell.run("query").output.contains("\nmetrics,"))
        let help = try shell.run("query", "metrics", "--help")
        #expect(help.status == 0 && help.output.contains("Parameters (-p name=value):"))
        #expect(
            try shell.run("query", "metrics", "--show-sql").output.contains(
                "LEFT JOIN RUN_MEASURE(p.run_id) AS m"))
        #expect(try shell.run("query", "--help").output.contains("USAGE: logarium query"))
    }

    @Test(
        "refuse what they do not know as usage, with the closest name",
        arguments: [
            (["query", "metric"], "did you mean \"metrics\"?"),
            (["query", "metrics", "-p", "taks=t"], "did you mean \"task\"?"),
            (["query", "metrics", "-p", "seed=x"], "not a whole number"),
            (["query", "metrics", "-p", "seed"], "no value"),
            (["query", "examples"], "examples needs -p task=…"),
            (["sql", "SELECT :x"], "needs -p x=…"),
        ])
    func usage(_ arguments: [String], _ message: String) throws {
        let answer = try shell.run(arguments)
        #expect(answer.status == 64)
        #expect(answer.errors.contains(message))
    }

    @Test("make no warehouse where there is none")
    func noWarehouse() throws {
        let answer = try shell.run("query", "runs", "--db", "elsewhere.db")
        #expect(answer.status == 1 && answer.errors.contains("no warehouse here"))
        #expect(!FileManager.default.fileExists(atPath: shell.path("elsewhere.db")))
    }

    @Test("bind what looks like a number as one, and cut only by saying so")
    func sql() throws {
        #expect(
            try shell.run("sql", "SELECT TYPEOF(:a) AS a, TYPEOF(:b) AS b", "-p", "a=1", "-p", "b=x").output
                == "a,b\ninteger,text\n")
        let cut = try shell.run("sql", "SELECT * FROM run", "--limit", "1")
        #expect(cut.output.split(separator: "\n").count == 2)
        #expect(cut.errors.contains("there are more rows"))
        #expect(try shell.run("sql", "DELETE FROM run").status == 1)
    }

    @Test("stop in time, whoever does not read what they write", .timeLimit(.minutes(5)))
    func timeout() throws {
        let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        let process = Process()
        let (pipe, errors) = (Pipe(), Pipe())
        process.executableURL = CommandLine.executable
        process.arguments = ["sql", sql, "--timeout", "1"]
        process.currentDirectoryURL = shell.directory
        (process.standardOutput, process.standardError) = (pipe, errors)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(message.contains("stopped after 1 s"))
    }

    @Test("end with 130 on Ctrl-C")
    func interrupt() throws {
        let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
        let process = try shell.start(["sql", sql, "--timeout", "20"])
        Thread.sleep(forTimeInterval: 0.5)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
    }

    @Test("export what an equal warehouse exports, byte for byte, whatever the order of ingest")
    func export() throws {
        #expect(try shell.run("ingest", "b.ndjson", "a.ndjson", "--quiet", "--db", "other.db").status == 0)
        #expect(try shell.run("export", "one", "--responses").status == 0)
        #expect(try shell.run("export", "two", "--responses", "--db", "other.db").status == 0)
        #expect(try shell.contents("one/responses.csv") == shell.contents("two/responses.csv"))
        #expect(try shell.run("export", ".").status == 1)
    }

    @Test("export responses that ingest reads back to the same export")
    func roundTrip() throws {
        #expect(try shell.run("export", "one", "--responses").status == 0)
        #expect(try shell.run("ingest", "one/responses.csv", "--quiet", "--db", "again.db").status == 0)
        #expect(try shell.run("export", "two", "--responses", "--db", "again.db").status == 0)
        #expect(try shell.contents("one/responses.csv") == shell.contents("two/responses.csv"))
    }

    @Test("show the schema and the functions, and examine the whole")
    func schema() throws {
        let schema = try shell.run("schema").output
        #expect(schema.contains("run_metric,view,"))
        #expect(try shell.run("schema", "--sql", "run_metric").output.hasPrefix("CREATE VIEW run_metric"))
        #expect(try shell.run("schema", "--functions").output.contains("\"t_quantile(p, df)\""))
        let doctor = try shell.run("doctor")
        #expect(doctor.status == 2 && doctor.output.contains("identity: 1 models of unknown size"))
    }
}
