import Foundation
import LogariumStatistics
import Testing

@Suite("Scores as measures")
struct ScoreTests {
    private let shell: CommandLine
    private static let items = 12
    private static let steps = [10, 100, 1000]

    /// Whether an item is right at a step: more are, the later it is.
    private static func isRight(_ item: Int, _ step: Int) -> Bool {
        item * 83 % 12 < [10: 3, 100: 6, 1000: 11][step] ?? 0
    }

    /// Three checkpoints whose answers were scored and never ranked: right or wrong by two filters, a length, words with bytes.
    init() throws {
        shell = try CommandLine()
        let lines = Self.steps.flatMap { step in
            (0..<Self.items).flatMap { item -> [String] in
                let scores = [
                    ("exact_match", "strict", Self.isRight(item, step) ? "1" : "0", ""),
                    ("exact_match", "loose", "1", ""), ("length", "none", "\(Double(item * step) / 10)", ""),
                    ("perplexity", "none", "\(item + 1)", "\(2 * item + 2)"),
                ]
                return scores.map { metric, filter, value, weight in
                    "m,m,1000,\(step),0,t,q\(item),what is \(item)?,\(metric),\(filter),\(value),\(weight)"
                }
            }
        }
        let head =
            "model,series,n_params,train_step,rlhf_step,task,example,prompt,metric,filter,value,weight\n"
        try shell.write(head + lines.joined(separator: "\n") + "\n", to: "scores.csv")
        let answer = try shell.run("ingest", "scores.csv", "--quiet")
        #expect(answer.status == 0, "\(answer.errors)")
    }

    private func rows(_ arguments: String...) throws -> [[String: Any]] {
        try shell.rows(of: arguments)
    }

    @Test("have their mean, clustered error and interval in metrics, each filter's apart")
    func means() throws {
        let all = try rows("metrics", "-p", "metric=exact_match,length", "-p", "train_step=100")
        #expect(all.map { $0["score"] as? String } == ["exact_match@loose", "exact_match@strict", "length"])
        let strict = all[1]
        let n = Double(Self.items)
        let right = Double((0..<Self.items).count { Self.isRight($0, 100) })
        let mean = right / n
        let stderr = (mean * (1 - mean) / (n - 1)).squareRoot()
        #expect(abs((strict["mean_score"] as? Double ?? 0) - mean) < 1e-12)
        #expect(abs((strict["mean_score_stderr"] as? Double ?? 0) - stderr) < 1e-12)
        let wilson = try #require(
            ClusteredProportion(proportion: mean, standardError: stderr, count: 12, clusters: 12)?.interval())
        #expect(abs((strict["mean_score_low"] as? Double ?? 0) - wilson.lower) < 1e-12)
        #expect(strict["n"] is NSNull && strict["n_scored"] as? Int == 12)
        // A ratio: Σ value over Σ weight, without error where every part is the same.
        let ratio = try rows("metrics", "-p", "metric=perplexity", "-p", "train_step=10")[0]
        #expect(ratio["mean_score"] as? Double == 0.5)
        #expect(abs(ratio["mean_score_stderr"] as? Double ?? 1) < 1e-12)
    }

    @Test("answer for a run without log-probs where nobody names one: the primary score")
    func primary() throws {
        #expect(
            try rows("metrics").map { $0["score"] as? String }
                == Array(repeating: "exact_match@loose", count: 3))
        let trend = try rows("trend", "-p", "axis=step")
        #expect(trend.map { $0["metric"] as? String } == ["exact_match@loose"])
        #expect(trend[0]["direction"] as? String == "unchanged")
    }

    @Test(
        "answer every query with lines, and a figure",
        arguments: [
            "trend", "trend_points", "reversals", "shapes", "behavior_trend", "behavior_points", "forecast",
        ])
    func lines(_ query: String) throws {
        let found = try rows(query, "-p", "axis=step", "-p", "metric=exact_match@strict")
        #expect(query == "reversals" || found[0]["metric"] as? String == "exact_match@strict")
        if query == "trend" {
            #expect(found[0]["direction"] as? String == "increasing")
            #expect(found[0]["value_last"] as? Double == 11.0 / 12)
        }
        if query == "trend_points" {
            #expect(found.map { $0["unit"] as? String } == ["share", "share", "share"])
        }
        let plot = try shell.run(
            "plot", "trend", "-p", "axis=step", "--metric", "exact_match@strict", "-o", "f.svg")
        #expect(plot.status == 0, "\(plot.errors)")
        #expect(
            String(decoding: try shell.contents("f.svg"), as: UTF8.self).contains(">mean exact_match@strict<")
        )
    }

    @Test("are compared pair by pair, with McNemar's exact test where they are right or wrong")
    func compared() throws {
        let pair = try #require(
            try rows(
                "compare", "-p", "a=m", "-p", "a_train_step=10", "-p", "b_train_step=1000", "-p",
                "metric=exact_match@strict,length"
            ).filter { $0["level"] as? String == "task" }.first {
                $0["metric"] as? String == "exact_match@strict"
            })
        let won = (0..<Self.items).count { !Self.isRight($0, 10) && Self.isRight($0, 1000) }
        let lost = (0..<Self.items).count { Self.isRight($0, 10) && !Self.isRight($0, 1000) }
        #expect(pair["n_b_higher"] as? Int == won && pair["n_a_higher"] as? Int == lost)
        // Twice the smaller tail of a fair coin thrown won + lost times.
        #expect(lost == 0)
        #expect(pair["mcnemar_p"] as? Double == 2 * pow(0.5, Double(won)))
    }

    @Test("that nothing has are refused with the nearest name")
    func unknown() throws {
        let answer = try shell.run("query", "trend", "-p", "axis=step", "-p", "metric=exakt_match")
        #expect(answer.status != 0)
        #expect(answer.errors.contains("no metric or score is called exakt_match; did you mean exact_match"))
    }
}
