#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// lm-evaluation-harness's own rules, to recompute what it reported.
///
/// They differ from Logarium's metrics on purpose: the first of a tie wins whole, and NaN wins all.
/// Source: lm_eval/api/task.py, `ConfigurableTask.process_results`, 0.4.0 to 0.5.0.dev1.
public enum HarnessRule {
    /// `numpy.argmax`: the first of the largest; the first NaN beats every number.
    public static func argmax(_ values: [Double]) -> Int? {
        if let nan = values.firstIndex(where: \.isNaN) { return nan }
        return values.indices.max { values[$0] < values[$1] || values[$0] == values[$1] && $0 > $1 }
    }

    /// The prediction of `acc`.
    public static func prediction(_ logprobs: [Double]) -> Int? { argmax(logprobs) }

    /// The prediction of `acc_norm` (lengths in code points) and `acc_bytes` (in UTF-8 bytes): the log-prob over
    /// the choice's length, delimiter not counted; an empty choice gives −∞ or NaN, as in Python.
    public static func prediction(_ logprobs: [Double], lengths: [Int]) -> Int? {
        guard logprobs.count == lengths.count else { return nil }
        return argmax(zip(logprobs, lengths).map { $0 / Double($1) })
    }

    /// The prediction of `acc_mutual_info`: the log-prob less that without the context.
    public static func prediction(_ logprobs: [Double], unconditional: [Double]) -> Int? {
        guard logprobs.count == unconditional.count else { return nil }
        return argmax(zip(logprobs, unconditional).map { $0 - $1 })
    }

    /// The prediction of a metric that is a share of right ones; nil for another metric, and where what it needs is
    /// not known.
    public static func prediction(
        of metric: String, _ logprobs: [Double], chars: [Int]?, bytes: [Int]?, unconditional: [Double]?
    ) -> Int? {
        switch metric {
        case "acc": prediction(logprobs)
        case "acc_norm": chars.flatMap { prediction(logprobs, lengths: $0) }
        case "acc_bytes": bytes.flatMap { prediction(logprobs, lengths: $0) }
        case "acc_mutual_info": unconditional.flatMap { prediction(logprobs, unconditional: $0) }
        default: nil
        }
    }

    /// 1 when the prediction is a gold choice. An invalid gold is never predicted.
    public static func accuracy(of prediction: Int, gold: [Int]) -> Double {
        gold.contains(prediction) ? 1 : 0
    }

    /// `exact_match` of a multiple choice: whether a gold choice was the greedy continuation.
    /// Indices below zero count from the end, as in Python, but for −100, its mark of an invalid gold.
    public static func exactMatch(greedy: [Bool], gold: [Int]) -> Double {
        let hit = gold.contains { index in
            let place = index < 0 ? index + greedy.count : index
            return index != -100 && greedy.indices.contains(place) && greedy[place]
        }
        return hit ? 1 : 0
    }

    /// The probabilities of `brier_score`: the softmax of the log-probs, NaN throughout when one is.
    public static func softmax(_ logprobs: [Double]) -> [Double] {
        let largest = logprobs.contains(where: \.isNaN) ? Double.nan : logprobs.max() ?? .nan
        let powers = logprobs.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// `len(re.split(r"\s+", text))`: the denominator of `word_perplexity`.
    public static func wordCount(_ text: UnsafeRawBufferPointer) -> Int {
        var words = 1
        var inSpace = false
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let isSpace = isPythonSpace(scalar)
            if isSpace, !inSpace { words += 1 }
            inSpace = isSpace
        }
        return words
    }

    /// Python's `\s` on text: Unicode white space and the four separators U+001C to U+001F.
    private static func isPythonSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20: true
        case ..<0x80: false
        default: scalar.properties.isWhitespace
        }
    }

    /// Code points, as Python's `len` counts them.
    public static func codePoints(_ text: UnsafeRawBufferPointer) -> Int {
        var count = 0
        for byte in text where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
