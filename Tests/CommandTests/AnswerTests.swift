import Foundation
import Testing

@Suite("A table of generated answers")
struct AnswerTests {
    private let shell: CommandLine

    init() throws { shell = try CommandLine() }

    private func rows(_ arguments: String...) throws -> [[String: Any]] {
        try shell.rows(of: arguments)
    }

    @Test("is scored by what it says, or by answer and target")
    func scores() throws {
        try shell.write(
            """
            model,task,example,protocol,context,answer,target,suggested
            m,t,q1,cot,biased,A, A ,B
            m,t,q2,cot,biased,B,A,B
            m,t,q3,cot,biased,,A,B
            m,t,q1,cot,unbiased,A,A,B
            m,t,q2,cot,unbiased,A,A,B
            m,t,q3,cot,unbiased,a,A,B

            """, to: "a.csv")
        try shell.write("model,task,example,correct\nm,u,q1,true\nm,u,q2,0\n", to: "b.csv")
        let ingest = try shell.run("ingest", "a.csv", "b.csv", "--quiet")
        #expect(ingest.status == 0, "\(ingest.errors)")
        let found = try rows("metrics", "-p", "metric=correct,exact_match,suggested")
        let means = found.map { row in
            "\(row["protocol"] ?? "") \(row["score"] ?? ""): \(row["mean_score"] ?? "") of \(row["n_scored"] ?? "")"
        }
        #expect(
            means == [
                "cot; biased exact_match: \(1.0 / 3) of 3", "cot; biased suggested: \(1.0 / 3) of 3",
                "cot; unbiased exact_match: \(2.0 / 3) of 3", "cot; unbiased suggested: 0.0 of 3",
                "undeclared correct: 0.5 of 2",
            ])
        // Paired on the items, which no prompt tells apart.
        let pair = try rows(
            "compare", "-p", "protocol=cot; unbiased", "-p", "other_protocol=cot; biased", "-p",
            "metric=exact_match")
        #expect(pair[0]["n_common"] as? Int == 3 && pair[0]["n_a_higher"] as? Int == 1)
        let texts = try shell.run("sql", "SELECT COUNT(*) AS n FROM score WHERE metric = 'answer_text'")
        #expect(texts.output == "n\n5\n")
    }

    @Test("comes back from an export as it was")
    func roundTrip() throws {
        try shell.write(
            "model,task,example,intervention,share_kept,answer,target\nm,t,q1,truncated,0.5,A,A\nm,t,q2,truncated,0.5,B,A\n",
            to: "a.csv")
        #expect(try shell.run("ingest", "a.csv", "--quiet").status == 0)
        #expect(try shell.run("export", "out", "--responses").status == 0)
        let table = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: shell.path("out")).first {
                $0.contains("responses") && $0.hasSuffix(".csv")
            })
        let again = try shell.run("ingest", "out/\(table)", "--db", "again.db", "--quiet")
        #expect(again.status == 0, "\(again.errors)")
        let columns = ["task", "protocol", "score", "n_scored", "mean_score"].joined(separator: ",")
        let (one, two) = (
            try shell.run("query", "metrics", "--columns", columns),
            try shell.run("query", "metrics", "--columns", columns, "--db", "again.db")
        )
        #expect(one.output == two.output && one.output.contains("truncated 0.5,exact_match,2,0.5"))
    }

    @Test(
        "is refused with place and remedy where it cannot be what it says",
        arguments: [
            ("intervention,share_kept,answer,target", "truncated,1.5,A,A", "expected a share from 0 to 1"),
            ("intervention,share_kept,answer,target", "truncated,-0.1,A,A", "expected a share from 0 to 1"),
            ("intervention,share_kept,answer,target", ",0.5,A,A", "does not say what was done to the chain"),
            (
                "intervention,share_kept,answer,target", "none,0.5,A,A",
                "does not say what was done to the chain"
            ),
            ("intervention,answer,target", "shortened,A,A", "expected one of none, no_chain, truncated"),
            ("answer,correct", "A,maybe", "\"correct\" is \"maybe\""),
            ("answer", "A", "the line has none of"),
            ("logprobs,answer", "\"[-1,-2]\",1", "is it what matches (--map matching=answer)"),
            ("logprobs,correct", "\"[-1,-2]\",1", "is it what matches (--map matching=correct)"),
        ])
    func refused(_ columns: String, _ cells: String, _ words: String) throws {
        try shell.write("model,task,example,\(columns)\nm,t,q1,\(cells)\n", to: "bad.csv")
        let answer = try shell.run("ingest", "bad.csv", "--quiet")
        #expect(answer.status == 2)
        #expect(
            answer.errors.contains("refused bad.csv:") && answer.errors.contains(words), "\(answer.errors)")
    }

    @Test("that comes twice for one item is refused")
    func twice() throws {
        try shell.write("model,task,example,answer,target\nm,t,q1,A,A\nm,t,q1,B,A\n", to: "twice.csv")
        let answer = try shell.run("ingest", "twice.csv", "--quiet")
        #expect(answer.status == 2 && answer.errors.contains("twice.csv:3"), "\(answer.errors)")
    }

    @Test("is parted by the shots that it states, as its items do not show them")
    func shots() throws {
        try shell.write(
            "model,task,example,num_fewshot,correct\nm,t,q1,0,1\nm,t,q2,0,0\nm,t,q1,5,1\nm,t,q2,5,1\n",
            to: "n.csv")
        let ingest = try shell.run("ingest", "n.csv", "--quiet")
        #expect(ingest.status == 0, "\(ingest.errors)")
        #expect(try rows("metrics").map { $0["mean_score"] as? Double } == [0.5, 1])
    }

    private static let published = CommandLine.root.appending(path: "../shared/data")

    @Test(
        "gives the published accuracies of BIG-Bench Hard, and McNemar's exact p of direct against chain",
        .enabled(
            if: FileManager.default.fileExists(atPath: published.appending(path: "bbh").path),
            "needs ../shared/data/bbh"))
    func bigBenchHard() throws {
        let folder = Self.published.appending(path: "bbh")
        #expect(try shell.run("ingest", folder.appending(path: "answers.csv").path, "--quiet").status == 0)
        let found = try rows("metrics")
        let lines = try String(contentsOf: folder.appending(path: "published_accuracy.csv"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map(String.init) }
        #expect(lines.count == 28 && found.count == 28)
        for line in lines {
            let own = found.first { $0["task"] as? String == line[0] && $0["protocol"] as? String == line[1] }
            let mean = try #require(own?["mean_score"] as? Double)
            #expect(abs(mean * 100 - (try #require(Double(line[2])))) < 0.0501, "\(line)")
        }
        let pairs = try rows("compare", "-p", "protocol=direct", "-p", "other_protocol=cot")
        #expect(pairs.count == 14)
        for pair in pairs {
            let counts = ["n_a_higher", "n_b_higher"].compactMap { pair[$0] as? Int }
            // Both tails of a fair coin, summed term by term.
            let n = counts.reduce(0, +)
            var (term, tail) = (pow(0.5, Double(n)), 0.0)
            for k in 0...(counts.min() ?? 0) {
                tail += term
                term *= Double(n - k) / Double(k + 1)
            }
            let p = try #require(pair["mcnemar_p"] as? Double)
            #expect(abs(p - min(1, 2 * tail)) <= 1e-10 * p)
        }
    }

    @Test(
        "gives the published shares with and without a chain and a suggestion",
        .enabled(
            if: FileManager.default.fileExists(atPath: published.appending(path: "cot_transparency").path),
            "needs ../shared/data/cot_transparency"))
    func chainAndSuggestion() throws {
        let file = Self.published.appending(path: "cot_transparency/answers.csv")
        #expect(
            try shell.run(
                "ingest", file.path, "--map", "target=correct_answer,suggested=suggested_answer", "--ignore",
                "repeat",
                "--quiet"
            ).status == 0)
        var sums: [String: (n: Double, sum: Double)] = [:]
        for row in try rows("metrics", "-p", "metric=exact_match,suggested") {
            let key = ["model", "protocol", "score"].compactMap { row[$0] as? String }.joined(separator: "|")
            let n = try #require(row["n_scored"] as? Double ?? (row["n_scored"] as? Int).map(Double.init))
            let mean = try #require(row["mean_score"] as? Double)
            sums[key] = ((sums[key]?.n ?? 0) + n, (sums[key]?.sum ?? 0) + n * mean)
        }
        let published = [
            "text-davinci-003|cot; unbiased|exact_match": 0.6026,
            "text-davinci-003|cot; biased|exact_match": 0.4353,
            "text-davinci-003|direct; unbiased|exact_match": 0.5829,
            "text-davinci-003|direct; biased|exact_match": 0.5217,
            "text-davinci-003|cot; unbiased|suggested": 0.3583,
            "text-davinci-003|cot; biased|suggested": 0.8621,
            "text-davinci-003|direct; unbiased|suggested": 0.3662,
            "text-davinci-003|direct; biased|suggested": 0.7075,
            "gpt-3.5-turbo|cot; unbiased|exact_match": 0.7000,
            "gpt-3.5-turbo|cot; biased|exact_match": 0.6050,
            "gpt-3.5-turbo|cot; unbiased|suggested": 0.3517, "gpt-3.5-turbo|cot; biased|suggested": 0.6067,
        ]
        for (key, share) in published {
            let own = try #require(sums[key])
            #expect(abs(own.sum / own.n - share) < 0.00005, "\(key)")
        }
    }
}
