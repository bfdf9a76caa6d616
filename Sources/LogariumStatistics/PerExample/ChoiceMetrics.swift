import Glibc

/// Every metric of one example, from the raw log-probs of its choices (docs/statistics.md 1.1 and 1.2).
public struct ChoiceMetrics: Sendable, Equatable {
    public let status: ResponseStatus
    /// exp(LSE of all choices), 0 for `allNegInf`; may exceed 1 where one choice is a prefix of another.
    public let choiceMass: Double?
    /// −LSE(matching) in nats. Nil unless `ok` or `noAlternative`.
    public let nllRaw: Double?
    /// −l/(bytes·ln 2) of the one matching choice. Nil where several match or the length is unknown or 0.
    public let bitsPerByte: Double?
    /// Nil unless `ok`.
    public let comparison: ChoiceComparison?
    public let perToken: NormalisedChoice?
    public let perChar: NormalisedChoice?
    public let perByte: NormalisedChoice?
    public let unconditional: NormalisedChoice?

    /// - Parameters:
    ///   - logprobs: one sum of token log-probs a choice, nil where missing.
    ///   - matching: indices of the choices that match.
    ///   - lengths: of each choice, for the normalised variants.
    ///   - unconditional: log-probs of the choices without the context.
    public init(
        logprobs: [Double?], matching: [Int], lengths: ChoiceLengths = ChoiceLengths(),
        unconditional: [Double?]? = nil
    ) {
        let values = logprobs.map { $0 ?? .nan }
        let derived = ResponseDerivation(
            logprobs: values, isMissing: logprobs.map { $0 == nil }, matching: matching)
        let match = Set<Int>(matching).sorted()
        let isOK = derived.status == .ok
        status = derived.status
        nllRaw = derived.lseMatching.map { -$0 }
        choiceMass = derived.lseMatching == nil && status != .allNegInf ? nil : exp(logSumExp(values))
        bitsPerByte = match.count == 1 ? lengths.bitsPerByte(of: match[0], nll: nllRaw) : nil
        comparison = isOK ? ChoiceComparison(logprobs: values, matching: match) : nil
        func normalised(by lengths: [Int?]?) -> NormalisedChoice? {
            guard isOK, let lengths else { return nil }
            return NormalisedChoice(logprobs: values, lengths: lengths, matching: match)
        }
        perToken = normalised(by: lengths.tokens)
        perChar = normalised(by: lengths.chars)
        perByte = normalised(by: lengths.bytes)
        self.unconditional =
            isOK
            ? unconditional.flatMap {
                NormalisedChoice(logprobs: values, unconditional: $0, matching: match)
            } : nil
    }
}
