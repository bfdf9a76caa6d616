import LogariumStatistics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension SQLTableFunction {
    static let runRecomputed = SQLTableFunction(
        name: "run_recomputed",
        arguments: [
            SQLArgument("run", "run_id"), SQLArgument("of_metric", "the harness's name of a metric"),
            SQLArgument("of_filter", "the harness's filter"),
        ],
        columns: [
            SQLField("n", "examples behind the value; NULL: no rule applies, or there are none"),
            SQLField("value", "by the harness's rule; NULL: it cannot be had, or is not a number"),
            SQLField("is_nan", "1: it is not a number"),
            SQLField("is_from_scores", "1: the mean of reported scores, by a rule of the task's own"),
            SQLField("n_gold_from_score", "examples whose gold was taken from the score itself"),
            SQLField("method", "the rule; NULL: none applies"),
            SQLField("obstacle", "why it cannot be recomputed; NULL: it can"),
        ],
        summary:
            "What lm-evaluation-harness's own rule makes of a run's responses; one row, none where an argument is NULL.",
        source: "lm_eval/api/task.py and metrics.py, 0.4.0 to 0.5.0.dev1"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let run = try arguments.whole(0), let metric = arguments[1].text,
            let filter = arguments[2].text
        else { return [] }
        return [try RecomputedMetric(metric, filter, of: Int64(run), reader).cells]
    }
}

/// One metric of a run as the harness's rule gives it.
private struct RecomputedMetric {
    private enum Rule: String {
        case argmax = "share of examples whose first largest choice is a gold"
        case greedy = "share of examples with a greedy gold"
        case greedySingle = "share of greedy continuations"
        case brier = "mean over examples of the summed squared error"
        case perplexity = "exp of the mean negative log-likelihood"
        case weighted = "log-likelihood per word or byte over the whole corpus"
        case scores = "mean of reported per-example scores"

        /// Of a metric that is made of choices' log-probs; nil for any other.
        init?(_ metric: String, _ outputType: String?) {
            switch (outputType, metric) {
            case ("multiple_choice", "acc"), ("multiple_choice", "acc_norm"),
                ("multiple_choice", "acc_bytes"),
                ("multiple_choice", "acc_mutual_info"):
                self = .argmax
            case ("multiple_choice", "exact_match"): self = .greedy
            case ("multiple_choice", "brier_score"): self = .brier
            case ("loglikelihood", "acc"): self = .greedySingle
            case ("loglikelihood", "perplexity"): self = .perplexity
            default: return nil
            }
        }

        var needsGold: Bool { self == .argmax || self == .greedy || self == .brier }
    }

    private var rule: Rule?
    private var n: Int?
    private var value: Double?
    private var isNaN = false
    private var nGoldFromScore = 0
    private var obstacle: String?

    /// In the order of the function's columns.
    var cells: [SQLValue] {
        [
            SQLValue(n), obstacle == nil && !isNaN ? SQLValue(value) : .null,
            SQLValue(obstacle == nil && isNaN), SQLValue(rule == .scores), SQLValue(nGoldFromScore),
            SQLValue(rule?.rawValue), SQLValue(obstacle),
        ]
    }

    init(
        _ metric: String, _ filter: String, of run: Int64, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        if ["f1", "mcc", "bleu", "chrf", "ter", "bypass"].contains(metric) {
            obstacle = "the harness does not report this metric as a mean over examples"
            return
        }
        let isWeighted = ["word_perplexity", "byte_perplexity", "bits_per_byte"].contains(metric)
        let scores = try ReportedScores(metric, filter, of: run, reader)
        let isOwnRule = scores.n > 0 && scores.nCompared == 0
        rule = isWeighted ? .weighted : isOwnRule ? .scores : Rule(metric, scores.outputType)
        switch rule {
        case nil: obstacle = "no rule of the harness is known for this metric"
        case .weighted, .scores: take(scores, metric)
        case let rule?: try recompute(rule, metric, run, reader)
        }
    }

    private mutating func take(_ scores: ReportedScores, _ metric: String) {
        guard scores.n > 0 else {
            obstacle = "no scores are stored"
            return
        }
        (n, isNaN) = (scores.n, scores.nNaN > 0)
        if scores.nUnusable > 0 { obstacle = "scores that are no numbers: \(scores.nUnusable)" }
        if rule == .scores {
            value = scores.sum / Double(scores.n - scores.nNaN)
        } else if metric == "bits_per_byte" {
            value = -scores.sum / scores.weight / log(2)
        } else {
            value = exp(-scores.sum / scores.weight)
        }
    }

    private mutating func recompute(
        _ rule: Rule, _ metric: String, _ run: Int64, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        let answers = try StoredAnswer.all(of: run, reader)
        guard !answers.isEmpty else {
            obstacle = "no responses are stored"
            return
        }
        let values = answers.map { Self.value(rule, metric, $0) }
        let nUnknownGold = answers.count { $0.gold == nil }
        let nWithout = values.count { $0 == nil }
        n = answers.count
        nGoldFromScore = rule.needsGold ? answers.count(where: \.hasGoldFromScore) : 0
        if rule.needsGold, nUnknownGold > 0 {
            obstacle = "examples of unknown gold: \(nUnknownGold)"
        } else if nWithout > 0 {
            obstacle = "responses without what the rule needs: \(nWithout)"
        }
        let known = values.compactMap(\.self)
        isNaN = known.contains(where: \.isNaN)
        value = rule == .perplexity ? known.mean.map { exp(-$0) } : known.mean
    }

    /// NaN where the rule gives it; nil where what the rule needs is missing.
    private static func value(_ rule: Rule, _ metric: String, _ answer: StoredAnswer) -> Double? {
        let gold = answer.gold ?? []
        switch rule {
        case .argmax:
            return answer.prediction(metric).map { HarnessRule.accuracy(of: $0, gold: gold) }
        case .greedy:
            return answer.greedy.map { greedy in
                gold.contains { (0..<64).contains($0) && greedy >> Int64($0) & 1 == 1 } ? 1 : 0
            }
        case .greedySingle: return answer.greedy.map { Double($0 & 1) }
        case .brier:
            return answer.logprobs.map { logprobs in
                HarnessRule.softmax(logprobs).enumerated().reduce(0) { sum, choice in
                    let error = choice.element - (gold.contains(choice.offset) ? 1 : 0)
                    return sum + error * error
                }
            }
        case .perplexity: return answer.logprobs.map { $0.first ?? .nan }
        case .weighted, .scores: return nil
        }
    }
}

/// The per-example scores of a run under one metric and filter, summed, and what was recomputed of them at ingest.
private struct ReportedScores {
    let outputType: String?
    let n: Int
    let nNaN: Int
    let nUnusable: Int
    let sum: Double
    let weight: Double
    /// Scores that the harness's rule was held to. Without any, the rule is the task's own.
    let nCompared: Int

    init(
        _ metric: String, _ filter: String, of run: Int64, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        let rows = try reader.statements.need(Self.select)
        rows.bind(1, run)
        rows.bind(2, metric)
        rows.bind(3, filter)
        defer { rows.reset() }
        _ = try rows.step()
        (n, nNaN, nUnusable) = (Int(rows.integer(0)), Int(rows.integer(1)), Int(rows.integer(2)))
        (sum, weight, nCompared) = (rows.real(3), rows.real(4), Int(rows.integer(5)))
        outputType = rows.value(6).text
    }

    private static let select = """
        SELECT
            COUNT(*), SUM(status = 'nan'), SUM(status IN ('missing', 'not_a_number')), SUM(value), SUM(weight),
            (
                SELECT n_equal + n_differs + n_inferred_gold FROM main.score_check
                WHERE run_id = ?1 AND metric = ?2
            ),
            (SELECT output_type FROM main.protocol INNER JOIN main.run USING (protocol_id) WHERE run_id = ?1)
        FROM main.score WHERE run_id = ?1 AND metric = ?2 AND filter_name = ?3
        """
}

/// A response with what the harness's rules need of it.
private struct StoredAnswer {
    /// NaN is what the file says; nil: a choice has none.
    let logprobs: [Double]?
    let unconditional: [Double]?
    /// Bit k: choice k was the greedy continuation.
    let greedy: Int64?
    /// Indices of the matching choices; nil: unknown.
    let gold: [Int]?
    let hasGoldFromScore: Bool
    let chars: [Int]?
    let bytes: [Int]?

    static func all(of run: Int64, _ reader: ColumnReader) throws(SQLFunctionError) -> [StoredAnswer] {
        let rows = try reader.statements.need(select)
        rows.bind(1, run)
        defer { rows.reset() }
        var answers: [StoredAnswer] = []
        while try rows.step() { answers.append(StoredAnswer(rows)) }
        return answers
    }

    private init(_ rows: WarehouseRows) {
        logprobs = rows.integer(0) == 1 ? nil : Self.numbers(rows.value(1))
        unconditional = Self.numbers(rows.value(2))
        greedy = rows.value(3).isNull ? nil : rows.integer(3)
        gold = Self.wholeNumbers(rows.value(4))
        hasGoldFromScore = rows.integer(5) == 1
        chars = Self.wholeNumbers(rows.value(6))
        bytes = Self.wholeNumbers(rows.value(7))
    }

    /// The choice that the metric's rule takes; nil where what it needs is missing.
    func prediction(_ metric: String) -> Int? {
        logprobs.flatMap {
            HarnessRule.prediction(of: metric, $0, chars: chars, bytes: bytes, unconditional: unconditional)
        }
    }

    /// Of an array as the warehouse writes it; null is NaN. Nil for NULL.
    private static func numbers(_ array: SQLValue) -> [Double]? {
        array.text?.dropFirst().dropLast().split(separator: ",").map {
            Double($0.drop { $0 == " " }) ?? .nan
        }
    }

    private static func wholeNumbers(_ array: SQLValue) -> [Int]? {
        numbers(array)?.map { Int(exactly: $0) ?? -1 }
    }

    private static let select = """
        SELECT
            response.status = 'missing_choice', response.logprobs, response.unconditional, response.greedy,
            example.matching, example.matching_source = 'score', example.choice_chars, example.choice_bytes
        FROM main.response INNER JOIN main.example USING (example_id)
        WHERE response.run_id = ?1
        """
}
