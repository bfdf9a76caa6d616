import Foundation
import GRDB
import Testing

@Suite("A warehouse file")
struct FileFaultTests {
    let command: CommandLine

    init() throws {
        command = try CommandLine()
        try command.write(MadeUpTable.ndjson(step: 1, items: 5), to: "in.ndjson")
        _ = try command.run("ingest", "in.ndjson", "--db", "a.db")
    }

    private func edit(_ sql: String) throws {
        try DatabaseQueue(path: command.path("a.db")).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test(
        "that is none is told what it is, and is neither copied nor migrated",
        arguments: ["empty", "junk", "negative"])
    func toldWhatItIs(kind: String) throws {
        if kind == "negative" { try edit("PRAGMA user_version = -3") }
        if kind == "empty" { try command.write("", to: "a.db") }
        if kind == "junk" { try command.write("no database at all", to: "a.db") }
        let words = [
            "empty": "an empty file (0 bytes)", "junk": "not a Logarium warehouse", "negative": "schema -3",
        ]
        for verb in [["runs"], ["doctor"], ["backup", "copy.db"], ["migrate"]] {
            let answer = try command.run(verb + ["--db", "a.db"])
            #expect(answer.status == 1)
            #expect(answer.errors.contains(try #require(words[kind])), "\(verb): \(answer.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: command.path("copy.db")))
    }

    @Test("has one lock, whatever symbolic link leads to it")
    func locksTheFile() throws {
        try FileManager.default.createSymbolicLink(
            atPath: command.path("link.db"), withDestinationPath: command.path("a.db"))
        let lock = open(command.path("a.db") + ".lock", O_RDWR | O_CREAT, 0o644)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX) == 0)
        let process = try command.start(["ingest", "in.ndjson", "--db", "link.db"])
        usleep(700_000)
        #expect(process.isRunning)
        flock(lock, LOCK_UN)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(!FileManager.default.fileExists(atPath: command.path("link.db.lock")))
    }

    @Test("with several names is warned of")
    func warnsOfHardLinks() throws {
        #expect(link(command.path("a.db"), command.path("b.db")) == 0)
        let answer = try command.run("ingest", "in.ndjson", "--db", "b.db")
        #expect(answer.errors.contains("warning: b.db is one file under 2 names"), "\(answer.errors)")
    }

    @Test("is copied whole; what a dead process left beside is removed")
    func copies() throws {
        try command.write("half", to: "copy.db.2147483646.tmp")
        let answer = try command.run("backup", "copy.db", "--db", "a.db")
        #expect(answer.status == 0, "\(answer.errors)")
        let count = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "copy.db")
        #expect(count.output == "COUNT(*)\n5\n")
        let names = try FileManager.default.contentsOfDirectory(atPath: command.directory.path)
        #expect(names.sorted() == ["a.db", "copy.db", "in.ndjson"])
    }

    @Test(
        "whose derived values were edited is found by doctor --thorough",
        arguments: [
            "credit = 1 - credit", "logodds = logodds + 1", "lse_matching = 0", "n_tied = 2",
        ])
    func findsEdits(change: String) throws {
        let before = try command.run("doctor", "--thorough", "--db", "a.db")
        #expect(!before.output.contains("derived values"), "\(before.output)")
        try edit("UPDATE response SET \(change)")
        _ = try command.run("db", "optimize", "--drop", "--db", "a.db")
        _ = try command.run("db", "optimize", "--db", "a.db")
        let answer = try command.run("doctor", "--thorough", "--db", "a.db")
        #expect(answer.status == 2)
        #expect(answer.output.contains("5 responses of run 1 have derived values"), "\(answer.output)")
    }

    @Test(
        "whose runs say other counts than there are is found by doctor",
        arguments: ["n_examples = 6", "n_ok = 4"])
    func findsCounts(change: String) throws {
        try edit("UPDATE run SET \(change)")
        let answer = try command.run("doctor", "--db", "a.db")
        #expect(answer.status == 2)
        #expect(answer.output.contains("5 responses are there"), "\(answer.output)")
    }

    @Test("that may grow no further is an error of the write")
    func fileSizeLimit() throws {
        let script =
            "ulimit -f 20; exec \(CommandLine.executable.path) backup \(command.path("copy.db")) "
            + "--db \(command.path("a.db"))"
        let answer = try Program("/bin/sh").run(["-c", script])
        #expect(answer.status == 1, "\(answer.errors)")
        #expect(answer.errors.contains("ulimit -f"), "\(answer.errors)")
        #expect(!FileManager.default.fileExists(atPath: command.path("copy.db")))
    }
}
