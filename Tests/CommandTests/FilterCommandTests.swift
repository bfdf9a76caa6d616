import Foundation
import Testing

@Suite("A name that nothing has")
struct FilterCommandTests {
    private let shell: CommandLine

    init() throws {
        shell = try CommandLine()
        let lines = ["small", "large"].enumerated().flatMap { size, model in
            (0..<8).map { item in
                """
                {"checkpoint":"\(model)","model":"\(model)","series":"s","n_params":\(size + 1)000,"train_step":10,\
                "rlhf_step":0,"seed":0,"task":"facts_\(model)","behavior":"facts","example":"q\(item)",\
                "prompt":"Question \(item)?","choices":[" yes"," no"],"matching":[\(item % 2)],\
                "logprobs":[-1.\(item)1,-1.5\(size)]}

                """
            }
        }
        try shell.write(lines.joined(), to: "in.ndjson")
        #expect(try shell.run("ingest", "in.ndjson", "--quiet").status == 0)
    }

    @Test(
        "ends every reading verb with 1 and the nearest names, and writes nothing",
        arguments: [
            ["query", "metrics", "-p", "task=facts_smal"],
            ["query", "metrics", "-p", "task=facts_smal", "--format", "json"],
            ["query", "trend", "-p", "task=facts_smal", "--plot"],
            ["check", "--task", "facts_smal"],
            ["plot", "trend", "-p", "task=facts_smal"],
            ["plot", "trend", "-p", "task=facts_smal", "-o", "figure.svg"],
            ["query", "metrics", "-p", "task=facts_smal", "-o", "figure.csv"],
        ])
    func isAnError(_ arguments: [String]) throws {
        let answer = try shell.run(arguments)
        #expect(answer.status == 1 && answer.output.isEmpty)
        #expect(answer.errors.hasPrefix("Error: no task is called facts_smal; did you mean facts_small"))
        for name in ["figure.svg", "figure.csv"] {
            #expect(throws: (any Error).self) { try shell.contents(name) }
        }
    }

    @Test("is told of a report's behavior and series", arguments: ["--behavior", "--series"])
    func report(_ option: String) throws {
        let answer = try shell.run("report", option, "nope", "-o", "page.html")
        #expect(answer.status == 1 && answer.errors.contains("is called nope; there are "))
        #expect(throws: (any Error).self) { try shell.contents("page.html") }
    }

    @Test(
        "is not the same as names that have nothing together: those are counted on stderr",
        arguments: [
            ["query", "metrics", "-p", "task=facts_small", "-p", "model=large", "--format", "json"],
            ["query", "metrics", "-p", "task=facts_small", "-p", "model=large", "--format", "csv"],
            ["query", "examples", "-p", "task=facts_small", "-p", "model=large", "--format", "table"],
        ])
    func together(_ arguments: [String]) throws {
        let answer = try shell.run(arguments)
        #expect(answer.status == 0)
        #expect(
            answer.errors.contains(
                "no rows: task=facts_small: 1 run, model=large: 1 run; of all together: 0 runs"))
    }
}
