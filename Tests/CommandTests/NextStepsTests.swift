import Foundation
import Testing

@Suite("The end of an ingest")
struct NextStepsTests {
    let command: CommandLine

    init() throws { command = try CommandLine() }

    private func ingest(_ lines: [String], _ options: [String] = []) throws -> CommandLine.Answer {
        try command.write(lines.map { $0 + "\n" }.joined(), to: "in.ndjson")
        return try command.run(["ingest", "in.ndjson", "--db", "a.db"] + options)
    }

    private static func line(_ item: Int, _ logprobs: String) -> String {
        """
        {"pretrained":"org/m-70m","checkpoint":"org/m-70m","task":"t","example":"\(item)","prompt":"p\(item)",\
        "choices":["a","b"],"matching":0,"logprobs":[\(logprobs)]}
        """
    }

    @Test("tells what is guessed and unusable, what check found, and what to ask next")
    func tells() throws {
        let answer = try ingest([Self.line(1, "-1,-2"), Self.line(2, #""NaN",-2"#), Self.line(3, "-1,-2")])
        #expect(answer.status == 0)
        #expect(
            answer.errors.contains("1 references are identified by their names alone"), "\(answer.errors)")
        #expect(answer.errors.contains("1 of 3 responses have no usable log-probs"), "\(answer.errors)")
        #expect(answer.errors.contains("check: "), "\(answer.errors)")
        let next = answer.errors.split(separator: "\n").drop { $0 != "next:" }.dropFirst()
        #expect(next.count == 3)
        for line in next {
            let words = line.split(separator: " ").map(String.init)
            #expect(words.first == "logarium")
            #expect(try command.run(Array(words.dropFirst())).status == 0, "\(line)")
        }
    }

    @Test("is silent where it is asked to be, and where nothing is new")
    func silent() throws {
        let lines = [Self.line(1, "-1,-2")]
        #expect(try ingest(lines, ["--quiet"]).errors.isEmpty)
        #expect(try !ingest(lines).errors.contains("next:"))
        #expect(try !ingest([Self.line(2, "-1,-2")], ["--dry-run"]).errors.contains("next:"))
    }
}
