import Glibc

/// Bits per byte of a set of texts. The ratio of sums and the mean of ratios are different numbers.
public struct BitsPerByte: Sendable, Equatable {
    /// Σ nll/(ln 2 · Σ bytes): lm-eval's `bits_per_byte`. Nil without bytes.
    public let corpus: Double?
    /// Mean of the per-example ratios. Nil where an example has no bytes.
    public let meanOfExamples: Double?

    /// 2^corpus, lm-eval's `byte_perplexity`. Nil without bytes.
    public var bytePerplexity: Double? { corpus.map { exp2($0) } }

    /// - Parameters:
    ///   - nll: −ln p of each text, in nats.
    ///   - bytes: UTF-8 bytes of each, in the same order.
    ///
    /// Nil for unequal lengths.
    public init?(nll: [Double], bytes: [Int]) {
        guard nll.count == bytes.count else { return nil }
        let total = bytes.reduce(0, +)
        corpus = total > 0 ? (nll.compensatedSum / (Double(total) * M_LN2)).ifDefined : nil
        meanOfExamples =
            bytes.allSatisfy { $0 > 0 }
            ? zip(nll, bytes).map { $0 / (Double($1) * M_LN2) }.mean : nil
    }
}
