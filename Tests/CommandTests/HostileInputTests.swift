import Foundation
import Testing

@Suite("What a user or a file brings")
struct HostileInputTests {
    let command: CommandLine

    init() throws { command = try CommandLine() }

    private static let everyVerb: [[String]] = [
        ["ingest", "in.ndjson"], ["check"], ["query", "runs"], ["sql", "SELECT 1"], ["report"],
        ["plot", "trend", "-o", "a.svg"], ["export", "out"], ["models"], ["tasks"], ["runs"], ["doctor"],
        ["migrate"], ["backup", "copy.db"], ["db", "optimize"],
    ]

    @Test(
        "as a database that would end with the process is a usage error, for every verb", arguments: everyVerb
    )
    func refusesNames(verb: [String]) throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 2), to: "in.ndjson")
        for name in ["", ":memory:"] {
            let answer = try command.run(verb + ["--db", name])
            #expect(answer.status == 64, "\(verb) \(name): \(answer.errors)")
            #expect(answer.errors.contains("is no name of a file"), "\(verb) \(name): \(answer.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: command.directory.path) == ["in.ndjson"])
    }

    @Test(
        "as a database is never an address",
        arguments: ["file:x.db?mode=memory", "file::memory:", "file:x.db", "x?mode=memory#a%20b.db"])
    func takesNamesAsTheyStand(name: String) throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 3), to: "in.ndjson")
        #expect(try command.run("ingest", "in.ndjson", "--db", name).status == 0)
        #expect(FileManager.default.fileExists(atPath: command.path(".") + "/" + name))
        let count = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", name)
        #expect(count.output == "COUNT(*)\n3\n", "\(count.errors)")
        #expect(try command.run("backup", "file:copy.db?mode=memory", "--db", name).status == 0)
        let copy = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "file:copy.db?mode=memory")
        #expect(copy.output == count.output)
    }

    @Test(
        "as a timeout ends in an answer or an error",
        arguments: ["inf", "-inf", "nan", "-1", "0", "1e300", "1e6"])
    func boundsTimeouts(text: String) throws {
        try command.write(MadeUpTable.ndjson(step: 1, items: 2), to: "in.ndjson")
        _ = try command.run("ingest", "in.ndjson", "--db", "a.db")
        let answer = try command.run("sql", "SELECT 1", "--timeout=\(text)", "--db", "a.db")
        #expect(answer.status == (text == "1e6" ? 0 : 64), "\(answer.errors)")
    }

    @Test("starts no program", arguments: ["lrz", "lzo", "grz", "uu", "Z", "rpm"])
    func startsNothing(kind: String) throws {
        let heads: [String: [UInt8]] = [
            "lrz": Array("LRZI".utf8) + [0, 6] + [UInt8](repeating: 0, count: 40),
            "lzo": [0x89, 0x4C, 0x5A, 0x4F, 0x00, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 40),
            "grz": Array("GRZipII".utf8) + [0x00, 0x02, 0x04, 0x3A, 0x29],
            "uu": Array("begin 644 a.ndjson\n#86)C\n`\nend\n".utf8), "Z": [0x1F, 0x9D, 0x90, 0x61, 0, 0],
            "rpm": [0xED, 0xAB, 0xEE, 0xDB, 3, 0] + [UInt8](repeating: 0, count: 90),
        ]
        let bytes = try #require(heads[kind])
        try Data(bytes).write(to: URL(fileURLWithPath: command.path("plain.ndjson.\(kind)")))
        try Data(bytes).write(to: URL(fileURLWithPath: command.path("inner")))
        try FileManager.default.createDirectory(
            atPath: command.path("bin"), withIntermediateDirectories: true)
        for program in ["lrzip", "lzop", "grzip", "gzip", "xz", "zstd", "bzip2", "uudecode"] {
            let place = command.path("bin/\(program)")
            try Data("#!/bin/sh\n/usr/bin/touch \(command.path("STARTED"))\n/bin/cat\n".utf8)
                .write(to: URL(fileURLWithPath: place))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place)
        }
        for tool in [["/usr/bin/xz", "-k"], ["/bin/gzip", "-k"], ["/bin/bzip2", "-k"]] {
            _ = try Program(tool[0]).run([tool[1], command.path("inner")])
        }
        for file in ["plain.ndjson.\(kind)", "inner.xz", "inner.gz", "inner.bz2"] {
            let script =
                "PATH=\(command.path("bin")):$PATH exec \(CommandLine.executable.path) ingest "
                + "\(command.path(file)) --db \(command.path("a.db"))"
            let answer = try Program("/bin/sh").run(["-c", script])
            #expect(answer.status == 1 || answer.status == 2, "\(file): \(answer.errors)")
            #expect(!FileManager.default.fileExists(atPath: command.path("STARTED")), "\(file)")
        }
    }

    @Test(
        "is told in a way that moves no terminal",
        arguments: ["\u{1B}]0;x\u{07}", "\u{9B}31m", "\u{202E}abc", "\u{2066}x", "\r"])
    func showsHarmless(text: String) throws {
        try command.write("nothing", to: "a\(text).ndjson")
        let answer = try command.run("ingest", "a\(text).ndjson", "--db", "a.db")
        #expect(answer.status != 0)
        #expect(
            !answer.errors.unicodeScalars.contains { text.unicodeScalars.first == $0 }, "\(answer.errors)")
    }

    @Test("is refused in quiet too, with place, reason and remedy")
    func refusesInQuiet() throws {
        try command.write("model,task,example,choice,logprob\nm,t,q,a,abc\n", to: "bad.csv")
        let answer = try command.run("ingest", "bad.csv", "--db", "a.db", "--quiet")
        #expect(answer.status == 2)
        #expect(answer.errors.contains("bad.csv:2"), "\(answer.errors)")
        #expect(answer.output.isEmpty)
    }

    @Test("is bounded: a record beyond the limit is refused and named, and others go on")
    func boundsRecords() throws {
        let long = String(repeating: " ", count: 3 << 20)
        try command.write(MadeUpTable.ndjson(step: 1, items: 2) + long, to: "long.ndjson")
        try command.write(MadeUpTable.ndjson(step: 2, items: 2), to: "short.ndjson")
        let answer = try command.run(
            "ingest", "long.ndjson", "short.ndjson", "--max-record", "1", "--db", "a.db")
        #expect(answer.status == 2)
        #expect(
            answer.errors.contains("long.ndjson: one record of it is longer than 1 MiB"), "\(answer.errors)")
        #expect(answer.errors.contains("--max-record"))
        let count = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "a.db")
        #expect(count.output == "COUNT(*)\n2\n")
        #expect(try command.run("ingest", "long.ndjson", "--max-record", "4", "--db", "a.db").status == 0)
    }
}
