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

    @Test(
        "suggests a series for models that are called alike but for their size, and the axis that has states")
    func series() throws {
        let lines = ["70m", "160m", "1b"].map {
            Self.line(1, "-1,-2").replacingOccurrences(of: "org/m-70m", with: "org/m-\($0)")
        }
        let answer = try ingest(lines)
        let command = "models set 'org/m-*' --series org/m --db a.db"
        #expect(answer.errors.contains("3 models called org/m-* are of no known series"), "\(answer.errors)")
        #expect(answer.errors.contains("  logarium \(command)\n"), "\(answer.errors)")
        let words = command.replacingOccurrences(of: "'", with: "").split(separator: " ").map(String.init)
        #expect(try self.command.run(words).status == 0)
        try self.command.write(
            Self.line(2, "-1,-2").replacingOccurrences(of: "70m", with: "410m") + "\n", to: "b.ndjson")
        let next = try self.command.run(["ingest", "b.ndjson", "--db", "a.db"]).errors
        #expect(next.contains("query trend -p axis=n_params --db a.db"), "\(next)")
    }

    @Test("is silent where it is asked to be, and where nothing is new")
    func silent() throws {
        let lines = [Self.line(1, "-1,-2")]
        #expect(try ingest(lines, ["--quiet"]).errors.isEmpty)
        #expect(try !ingest(lines).errors.contains("next:"))
        #expect(try !ingest([Self.line(2, "-1,-2")], ["--dry-run"]).errors.contains("next:"))
    }
}
