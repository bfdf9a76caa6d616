import Foundation
import Testing

@Suite("logarium db optimize")
struct DatabaseCommandTests {
    private let shell: CommandLine

    /// A copy of the example, which ingest has packed.
    init() throws {
        shell = try CommandLine()
        try FileManager.default.copyItem(
            at: DemoWarehouse.made.get().database, to: shell.directory.appending(path: "logarium.db"))
    }

    private func answers() throws -> [String] {
        try [
            ["metrics"], ["trend", "-p", "axis=n_params"], ["trend", "-p", "axis=rlhf_step"],
            ["behavior_trend", "-p", "axis=n_params"], ["reversals", "-p", "axis=train_step"],
        ].map { question in
            let answer = try shell.run(["query"] + question + ["--format", "csv"])
            #expect(answer.status == 0 && answer.output.utf8.count > 1000)
            return answer.output
        }
    }

    private func packedRuns() throws -> String {
        try shell.run("sql", "SELECT COUNT(*) FROM run_column", "--format", "csv").output
            .split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test("takes columns out and packs them again, and no answer changes by a digit")
    func sameAnswers() throws {
        let packed = try packedRuns()
        #expect(try #require(Int(packed)) > 100)
        let own = try answers()
        #expect(
            try shell.run("db", "optimize", "--drop").errors
                == "logarium.db: took out the columns of \(packed) runs\n")
        #expect(try packedRuns() == "0")
        #expect(try answers() == own)
        #expect(try shell.run("db", "optimize").errors == "logarium.db: packed \(packed) runs\n")
        #expect(try packedRuns() == packed)
        #expect(try answers() == own)
        #expect(try shell.run("db", "optimize").errors == "logarium.db: packed 0 runs\n")
        #expect(try shell.run("doctor", "--thorough").output.contains("\(packed) of \(packed)"))
    }

    @Test("says where there is no warehouse")
    func missing() throws {
        let answer = try shell.run("db", "optimize", "--db", "none.db")
        #expect(answer.status == 1 && answer.errors.contains("none.db"))
    }
}
