import Foundation
import Testing

@Suite("The query suggestibility")
struct SuggestibilityTests {
    private let shell: CommandLine

    init() throws { shell = try CommandLine() }

    private func rows(_ arguments: String...) throws -> [[String: Any]] {
        try shell.rows(of: ["suggestibility"] + arguments)
    }

    private static let head = "model,task,example,protocol,context,answer,target,suggested\n"

    @Test("pairs contexts item by item, conditions after that, and takes tasks together")
    func byHand() throws {
        try shell.write(
            Self.head + """
                m,t,q1,cot,unbiased,A,A,B
                m,t,q2,cot,unbiased,A,A,B
                m,t,q3,cot,unbiased,A,A,B
                m,t,q4,cot,unbiased,B,A,B
                m,t,q1,cot,biased,B,A,B
                m,t,q2,cot,biased,B,A,B
                m,t,q3,cot,biased,A,A,B
                m,t,q5,cot,biased,A,A,B
                m,t,q1,direct,unbiased,A,A,B
                m,t,q2,direct,unbiased,A,A,B
                m,t,q1,direct,biased,A,A,B
                m,t,q2,direct,biased,B,A,B
                m,u,q1,cot,unbiased,A,A,B
                m,u,q1,cot,biased,A,A,B

                """, to: "a.csv")
        #expect(try shell.run("ingest", "a.csv", "--quiet").status == 0)
        let found = try rows().filter { $0["measure"] as? String == "correct" }
        let told = found.map { row in
            let names = ["task", "condition", "minus"].map { row[$0] as? String ?? "-" }
            return (names.joined(separator: " "), row["n_items"] as? Int, row["change"] as? Double)
        }
        let expected: [(String, Int, Double)] = [
            ("- cot -", 4, -0.5), ("- direct -", 2, -0.5), ("- direct cot", 2, 0.5),
            ("t cot -", 3, -2.0 / 3), ("t direct -", 2, -0.5), ("t direct cot", 2, 0.5), ("u cot -", 1, 0),
        ]
        #expect(told.map(\.0) == expected.map(\.0) && told.map(\.1) == expected.map(\.1))
        for (own, other) in zip(told, expected) { #expect(abs((own.2 ?? .nan) - other.2) < 1e-15, "\(own)") }
        #expect(found[0]["n_tasks"] as? Int == 2 && found[1]["n_tasks"] as? Int == 1)
        #expect(found[3]["mean_baseline"] as? Double == 1 && found[3]["mean_context"] as? Double == 1.0 / 3)
        // 1, 1, 0 of three items.
        #expect(abs((found[3]["stderr"] as? Double ?? 0) - 1.0 / 3) < 1e-15)
        let suggested = try rows("-p", "task=t").filter {
            $0["measure"] as? String == "suggested" && $0["minus"] is NSNull
        }
        #expect(suggested.map { $0["task"] as? String } == ["t", "t"])
        #expect(abs((suggested[0]["change"] as? Double ?? 0) - 2.0 / 3) < 1e-15)
    }

    @Test(
        "says why there is no change",
        arguments: [
            ("m,t,q1,cot,biased,A,A,B\n", "no_baseline"),
            ("m,t,q1,cot,biased,A,A,B\nm,t,q2,cot,unbiased,A,A,B\n", "no_common_items"),
        ])
    func reasons(lines: String, reason: String) throws {
        try shell.write(Self.head + lines, to: "a.csv")
        #expect(try shell.run("ingest", "a.csv", "--quiet").status == 0)
        let row = try #require(try rows().first)
        #expect(row["reason"] as? String == reason && row["change"] is NSNull)
    }

    @Test("refuses a baseline that the warehouse does not have")
    func baseline() throws {
        try shell.write(Self.head + "m,t,q1,cot,biased,A,A,B\n", to: "a.csv")
        #expect(try shell.run("ingest", "a.csv", "--quiet").status == 0)
        let answer = try shell.run("query", "suggestibility", "-p", "baseline=biassed")
        #expect(answer.status != 0 && answer.errors.contains("biased"), "\(answer.errors)")
    }

    private static let published = CommandLine.root.appending(
        path: "../shared/data/cot_transparency/answers.csv")

    @Test(
        "has the difference of differences of published answers (summed apart, in Python)",
        .enabled(
            if: FileManager.default.fileExists(atPath: published.path),
            "needs ../shared/data/cot_transparency"))
    func publishedAnswers() throws {
        let map = "target=correct_answer,suggested=suggested_answer"
        let ingest = try shell.run(
            "ingest", Self.published.path, "--map", map, "--ignore", "repeat", "--quiet")
        #expect(ingest.status == 0)
        let found = try rows("-p", "model=text-davinci-003").filter { $0["task"] is NSNull }
        let differences = found.filter { $0["minus"] as? String == "cot" }
        let expected = [
            ("correct", 0.1060927553804183, 0.011109643012411099),
            ("suggested", -0.1624734768111549, 0.011118105960320476),
        ]
        #expect(differences.map { $0["measure"] as? String } == expected.map(\.0))
        for (row, other) in zip(differences, expected) {
            #expect(row["n_items"] as? Int == 3299)
            #expect(abs((row["change"] as? Double ?? 0) - other.1) < 1e-14)
            #expect(abs((row["stderr"] as? Double ?? 0) - other.2) < 1e-14)
        }
    }
}
