import Foundation
import Testing

@Suite("logarium ingest")
struct IngestCommandTests {
    let command: CommandLine

    init() throws { command = try CommandLine() }

    @Test("reads a home-made table, with its columns mapped")
    func mapsColumns() throws {
        try command.write(
            """
            checkpoint_name,test,item,answer,lp,right
            a,t,q1, yes,-0.5,1
            a,t,q1, no,-1.5,0
            a,t,q2, yes,-2.0,0
            a,t,q2, no,-0.25,1

            """, to: "mine.csv")
        let answer = try command.run(
            "ingest", "mine.csv", "--db", "a.db", "--map",
            "model=checkpoint_name,task=test,example=item,choice=answer,logprob=lp,matches=right")
        #expect(answer.status == 0, "\(answer.errors)")
        let rows = try command.run(
            "sql",
            "SELECT name, logodds, choices FROM response INNER JOIN example USING (example_id) ORDER BY name",
            "--db", "a.db")
        #expect(
            rows.output
                == "name,logodds,choices\nq1,1.0,\"[\"\" yes\"\",\"\" no\"\"]\"\nq2,1.75,\"[\"\" yes\"\",\"\" no\"\"]\"\n"
        )
    }

    @Test("writes back what it read: responses of a warehouse ingest to the same responses")
    func roundTrip() throws {
        let run = CommandLine.root.appending(path: "examples/lab/one_run").path
        #expect(try command.run("ingest", run, "--db", "a.db").status == 0)
        #expect(try command.run("export", "one", "--responses", "--db", "a.db").status == 0)
        let again = try command.run("ingest", "one/responses.csv", "--db", "b.db")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try command.run("export", "two", "--responses", "--db", "b.db").status == 0)
        #expect(try command.contents("one/responses.csv") == command.contents("two/responses.csv"))
    }

    @Test("refuses a file at its first bad line, with place, reason and remedy, and takes the others in")
    func refusesBadLines() throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 3), to: "good.ndjson")
        try command.write(
            MadeUpTable.ndjson(step: 2, items: 1)
                + "{\"model\":\"m\",\"task\":\"t\",\"example\":\"x\",\"logprobs\":\"no\"}\n",
            to: "bad.ndjson")
        let answer = try command.run("ingest", "good.ndjson", "bad.ndjson", "--db", "a.db")
        #expect(answer.status == 2)
        #expect(answer.errors.contains("bad.ndjson:2: "), "\(answer.errors)")
        #expect(answer.errors.contains("--reject FILE"))
        #expect(
            try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "a.db").output == "COUNT(*)\n3\n")
        let aside = try command.run("ingest", "bad.ndjson", "--db", "a.db", "--reject", "rejects.ndjson")
        #expect(aside.status == 2)
        #expect(
            try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "a.db").output == "COUNT(*)\n4\n")
        #expect(
            String(decoding: try command.contents("rejects.ndjson"), as: UTF8.self).contains("\"line\":2"))
    }

    @Test("lists a conflict with its largest difference and leaves it out, or does as it is told")
    func conflicts() throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 3), to: "a.ndjson")
        try command.write(MadeUpTable.ndjson(step: 1, items: 3, shift: -0.25), to: "b.ndjson")
        #expect(try command.run("ingest", "a.ndjson", "--db", "a.db").status == 0)
        let conflict = try command.run("ingest", "b.ndjson", "--db", "a.db")
        #expect(conflict.status == 2)
        #expect(conflict.errors.contains("largest difference 0.25"), "\(conflict.errors)")
        #expect(try command.run("ingest", "b.ndjson", "--db", "a.db", "--on-conflict", "skip").status == 0)
        #expect(try command.run("ingest", "b.ndjson", "--db", "a.db", "--on-conflict", "replace").status == 0)
        #expect(
            try command.run("sql", "SELECT MAX(lse_matching) FROM response", "--db", "a.db").output
                == "MAX(lse_matching)\n-1.375\n")
    }

    @Test("rehearses with --dry-run and stores nothing")
    func dryRun() throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 3), to: "a.ndjson")
        let answer = try command.run("ingest", "a.ndjson", "--db", "a.db", "--dry-run")
        #expect(answer.status == 0)
        #expect(answer.errors.contains("would ingest 1 run: 3 responses"), "\(answer.errors)")
        #expect(!FileManager.default.fileExists(atPath: command.path("a.db")))
    }

    @Test("refuses a path that nothing reads, before anything is stored")
    func refusesUnknownPaths() throws {
        try command.write("hello", to: "notes.txt")
        let unknown = try command.run("ingest", "notes.txt", "--db", "a.db")
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("notes.txt"), "\(unknown.errors)")
        let missing = try command.run("ingest", "nowhere", "--db", "a.db")
        #expect(missing.status == 1)
        #expect(!FileManager.default.fileExists(atPath: command.path("a.db")))
    }

    @Test("says where a rule file is wrong")
    func ruleFaults() throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 1), to: "a.ndjson")
        try command.write("match,n_params\nx,many\n", to: "models.csv")
        let answer = try command.run("ingest", "a.ndjson", "--db", "a.db", "--models", "models.csv")
        #expect(answer.status == 1)
        #expect(
            answer.errors.contains("models.csv:2: n_params is \"many\", not a whole number"),
            "\(answer.errors)")
    }
}
