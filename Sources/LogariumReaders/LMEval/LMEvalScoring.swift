import LogariumCore

/// Recomputes a line's metrics by the harness's rule and says what has to be kept as it was written.
struct LMEvalScoring {
    let shape: LMEvalShape
    let responses: LMEvalResponses
    let gold: LMEvalGold
    let config: LMEvalTaskConfig
    /// Of a rolling response: those of which one's words or bytes were counted.
    let countedTexts: [TextView]
    let source: UnsafeRawBufferPointer

    /// Metrics of log-probs agree to this, of probabilities to what numpy printed.
    private static let tolerance = 1e-9

    private var logprobs: [Double] { responses.values.prefix(shape.count).map { $0.value ?? .nan } }

    /// Adds the verdict on one metric, or its value, or both, to the sample.
    func add(_ metric: String, _ value: JSONElement, to sample: inout Sample) {
        let verdict = verdict(metric, value)
        if let verdict { sample.checks.append(ScoreCheck(metric: metric, verdict: verdict)) }
        switch verdict {
        case .equal, .inferredGold:
            if Self.weighted.contains(metric) || Self.pairs.contains(metric) { fallthrough }
        case .differs, .notComputable, nil: sample.scores.append(score(metric, value))
        }
    }

    // MARK: Checking

    private static let weighted: Set = ["word_perplexity", "byte_perplexity", "bits_per_byte"]
    /// A gold and a prediction, aggregated later.
    private static let pairs: Set = ["f1", "mcc"]

    /// Nil for a metric that has no rule here.
    private func verdict(_ metric: String, _ value: JSONElement) -> ScoreCheck.Verdict? {
        switch shape.outputType {
        case .multipleChoice: choiceVerdict(metric, value)
        case .loglikelihood: loglikelihoodVerdict(metric, value)
        case .loglikelihoodRolling: Self.weighted.contains(metric) ? rollingVerdict(metric, value) : nil
        case .generateUntil, .reported: nil
        }
    }

    private func choiceVerdict(_ metric: String, _ value: JSONElement) -> ScoreCheck.Verdict? {
        switch metric {
        case "acc", "acc_norm", "acc_bytes", "acc_mutual_info", "exact_match":
            guard !config.hasOwnScoring, let value = number(value), value == 0 || value == 1 else {
                return .notComputable
            }
            if gold.isInferred { return metric == "acc" ? .inferredGold : .notComputable }
            guard let indices = gold.indices, let expected = expected(metric, indices) else {
                return .notComputable
            }
            return compare(value, expected)
        case "brier_score", "f1", "mcc":
            guard !config.hasOwnScoring, !gold.isInferred, let indices = gold.indices, indices.count == 1
            else { return .notComputable }
            return metric == "brier_score" ? brierVerdict(value, indices[0]) : pairVerdict(value, indices[0])
        default: return nil
        }
    }

    private func expected(_ metric: String, _ gold: [Int]) -> Double? {
        if metric == "exact_match" {
            return responses.greedy(0..<shape.count).map { HarnessRule.exactMatch(greedy: $0, gold: gold) }
        }
        return prediction(of: metric).map { HarnessRule.accuracy(of: $0, gold: gold) }
    }

    private func prediction(of metric: String) -> Int? {
        HarnessRule.prediction(
            of: metric, logprobs, chars: shape.hasOneContext ? shape.choiceChars : nil,
            bytes: shape.hasOneContext ? shape.choiceBytes : nil,
            unconditional: shape.hasUnconditional
                ? responses.values.dropFirst(shape.count).map { $0.value ?? .nan } : nil)
    }

    /// `[gold, "[0.447 0.552]"]`.
    private func brierVerdict(_ value: JSONElement, _ gold: Int) -> ScoreCheck.Verdict {
        let expected = HarnessRule.softmax(logprobs)
        guard value.count == 2, let stated = value[0]?.int, let printed = value[1] else {
            return .notComputable
        }
        guard stated == gold else { return .differs(by: (Double(stated) - Double(gold)).magnitude) }
        if let text = printed.string {
            guard let array = NumpyText(text) else { return .notComputable }
            return array.agrees(with: expected) ? .equal : .differs(by: largest(array.values, expected))
        }
        let values = printed.elements.map { $0.number ?? .nan }
        let difference = largest(values, expected)
        return difference <= Self.tolerance ? .equal : .differs(by: difference)
    }

    private func pairVerdict(_ value: JSONElement, _ gold: Int) -> ScoreCheck.Verdict {
        guard value.count == 2, let stated = value[0]?.number, let predicted = value[1]?.number,
            let expected = prediction(of: "acc")
        else { return .notComputable }
        if stated != Double(gold) { return compare(stated, Double(gold)) }
        return compare(predicted, Double(expected))
    }

    private func loglikelihoodVerdict(_ metric: String, _ value: JSONElement) -> ScoreCheck.Verdict? {
        guard metric == "acc" || metric == "perplexity" else { return nil }
        let entry = responses.values.first
        let expected = metric == "acc" ? entry?.greedy.map { $0 ? 1.0 : 0.0 } : entry?.value
        guard !config.hasOwnScoring, let value = number(value), let expected else { return .notComputable }
        return compare(value, expected)
    }

    /// `[log-likelihood, words or bytes]`. A task that counts another text than the one evaluated (wikitext)
    /// leaves the count beyond recomputing.
    private func rollingVerdict(_ metric: String, _ value: JSONElement) -> ScoreCheck.Verdict {
        guard value.count == 2, let stated = value[0]?.number, let weight = value[1]?.number,
            let expected = responses.values.first?.value
        else { return .notComputable }
        let counts = countedTexts.map {
            $0.withBytes(metric == "word_perplexity" ? HarnessRule.wordCount : \.count)
        }
        let verdict = compare(stated, expected)
        return verdict == .equal && !counts.contains { Double($0) == weight } ? .notComputable : verdict
    }

    private func compare(_ value: Double, _ expected: Double) -> ScoreCheck.Verdict {
        if value == expected || value.isNaN && expected.isNaN { return .equal }
        let difference = (value - expected).magnitude
        return difference <= Self.tolerance * max(1, expected.magnitude) ? .equal : .differs(by: difference)
    }

    private func largest(_ values: [Double], _ expected: [Double]) -> Double {
        guard values.count == expected.count else { return .infinity }
        return zip(values, expected).map { $0 == $1 || $0.isNaN && $1.isNaN ? 0 : ($0 - $1).magnitude }.max()
            ?? 0
    }

    private func number(_ value: JSONElement) -> Double? { value.bool.map { $0 ? 1 : 0 } ?? value.number }

    // MARK: Keeping

    private func score(_ metric: String, _ value: JSONElement) -> ScoreRecord {
        if value.isNull { return ScoreRecord(metric: metric, value: nil, status: .missing) }
        if Self.weighted.contains(metric), value.count == 2, let weight = value[1]?.number,
            let number = value[0]?.number
        {
            return finite(ScoreRecord(metric: metric, value: number, weight: weight))
        }
        if let number = number(value) { return finite(ScoreRecord(metric: metric, value: number)) }
        let raw = JSONSpan.field(metric, of: source).map { String(decoding: $0, as: UTF8.self) }
        return ScoreRecord(metric: metric, value: nil, status: .notANumber, raw: raw)
    }

    private func finite(_ score: ScoreRecord) -> ScoreRecord {
        var score = score
        if score.value?.isNaN == true {
            score.value = nil
            score.status = .nan
        }
        return score
    }
}

/// Reads what `str(numpy_array)` prints: `[0.44739663 0.55260337]`, `[1.00000000e+00 3.25e-09]`.
struct NumpyText {
    /// numpy's default: up to eight digits after the point.
    private static let precision = 8

    var values: [Double] = []
    private var tolerances: [Double] = []

    /// Nil when the text is no such array, or numpy left some of it out (`...`).
    init?(_ text: String) {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        for token in text.dropFirst().dropLast().split(whereSeparator: \.isWhitespace) {
            guard let value = NumberText.double(token) else { return nil }
            values.append(value)
            tolerances.append(Self.tolerance(of: token))
        }
    }

    /// Whether numbers would be printed like this.
    func agrees(with numbers: [Double]) -> Bool {
        guard numbers.count == values.count else { return false }
        return zip(zip(values, tolerances), numbers).allSatisfy { printed, number in
            printed.0 == number || printed.0.isNaN && number.isNaN
                || (printed.0 - number).magnitude <= printed.1
        }
    }

    /// Half a unit of the last digit, and a little for the arithmetic before it.
    private static func tolerance(of token: Substring) -> Double {
        let mark = token.lowercased().split(separator: "e")
        let exponent = mark.count == 2 ? min(max(Int(mark[1]) ?? 0, -400), 400) : 0
        var unit = 0.5000001
        for _ in 0..<(precision - exponent).magnitude { unit = precision > exponent ? unit / 10 : unit * 10 }
        return unit
    }
}
