import Foundation
import GRDB
import Testing

@Suite("An ingest that is disturbed", .serialized)
struct RobustnessTests {
    let command: CommandLine

    init() throws { command = try CommandLine() }

    /// Eight files, so that a kill may fall between files as well as inside one.
    private func writeFiles() throws {
        try FileManager.default.createDirectory(
            atPath: command.path("runs"), withIntermediateDirectories: true)
        for step in 1...8 {
            try command.write(MadeUpTable.ndjson(step: step, items: 150), to: "runs/step\(step).ndjson")
        }
    }

    private func responses(of database: String) throws -> Data {
        let answer = try command.run("export", "out-\(database)", "--responses", "--db", database)
        #expect(answer.status == 0, "\(answer.errors)")
        return try command.contents("out-\(database)/responses.csv")
    }

    @Test("by kill -9 at any moment finishes when it is run again, as if nothing had happened")
    func kill() throws {
        try writeFiles()
        #expect(try command.run("ingest", "runs", "--db", "calm.db").status == 0)
        let calm = try responses(of: "calm.db")
        let start = Date()
        #expect(try command.run("ingest", "runs", "--db", "timed.db").status == 0)
        let whole = Date().timeIntervalSince(start)
        let rounds = Int(ProcessInfo.processInfo.environment["LOGARIUM_KILLS"] ?? "") ?? 4
        for round in 0..<rounds {
            let database = "killed\(round).db"
            for _ in 0..<2 {
                let process = try command.start(["ingest", "runs", "--db", database])
                usleep(UInt32(Double.random(in: 0..<whole) * 1e6))
                Foundation.kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            let rest = try command.run("ingest", "runs", "--db", database)
            #expect(rest.status == 0, "\(rest.errors)")
            #expect(try responses(of: database) == calm)
            #expect(try isSound(database))
        }
    }

    @Test("by Ctrl-C ends with 130, keeps whole files only, and goes on when run again")
    func interrupt() throws {
        try FileManager.default.createDirectory(
            atPath: command.path("runs"), withIntermediateDirectories: true)
        try command.write(MadeUpTable.ndjson(step: 1, items: 40_000), to: "runs/big.ndjson")
        let process = try command.start(["ingest", "runs", "--db", "a.db"])
        while !FileManager.default.fileExists(atPath: command.path("a.db-wal")), process.isRunning {
            usleep(5000)
        }
        usleep(200_000)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        let count = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "a.db")
        #expect(count.output == "COUNT(*)\n0\n")
        #expect(!FileManager.default.fileExists(atPath: command.path("a.db.lock")))
    }

    @Test("by a second ingest: the second waits for the first, and says for whom")
    func second() throws {
        try FileManager.default.createDirectory(
            atPath: command.path("runs"), withIntermediateDirectories: true)
        try command.write(MadeUpTable.ndjson(step: 1, items: 20_000), to: "runs/big.ndjson")
        try command.write(MadeUpTable.ndjson(step: 2, items: 10), to: "small.ndjson")
        let first = try command.start(["ingest", "runs", "--db", "a.db"])
        while !FileManager.default.fileExists(atPath: command.path("a.db.lock")), first.isRunning {
            usleep(2000)
        }
        let second = try command.run("ingest", "small.ndjson", "--db", "a.db")
        first.waitUntilExit()
        #expect(second.status == 0)
        #expect(
            second.errors.contains(
                "waiting: the warehouse is being written by process \(first.processIdentifier)"))
        let count = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", "a.db")
        #expect(count.output == "COUNT(*)\n20010\n")
    }

    @Test("by a full disk says so, and leaves the warehouse as it was")
    func fullDisk() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full"), getuid() == 0, let mount = mountSmallDisk()
        else {
            return withKnownIssue("a small tmpfs cannot be mounted here") { Issue.record("not tried") }
        }
        defer { unmount(mount) }
        try command.write(MadeUpTable.ndjson(step: 1, items: 100), to: "small.ndjson")
        try command.write(MadeUpTable.ndjson(step: 2, items: 20_000), to: "large.ndjson")
        let database = mount + "/a.db"
        #expect(try command.run("ingest", "small.ndjson", "--db", database).status == 0)
        let full = try command.run("ingest", "large.ndjson", "--db", database)
        #expect(full.status == 1)
        #expect(full.errors.contains("full"), "\(full.errors)")
        let count = try command.run("sql", "SELECT COUNT(*) FROM response", "--db", database)
        #expect(count.output == "COUNT(*)\n100\n", "\(count.errors)")
        #expect(try isSound(database))
    }

    private func isSound(_ database: String) throws -> Bool {
        let path = database.hasPrefix("/") ? database : command.path(database)
        return try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "PRAGMA integrity_check") == ["ok"]
        }
    }

    private func mountSmallDisk() -> String? {
        let mount = command.path("disk")
        try? FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        return shell("/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount) == 0 ? mount : nil
    }

    private func unmount(_ mount: String) { _ = shell("/bin/umount", mount) }

    private func shell(_ executable: String, _ arguments: String...) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
