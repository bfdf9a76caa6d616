import Glibc

/// Standard errors of a mean over a fixed list of sub-tasks.
public struct GroupStandardError: Sendable, Equatable {
    /// Of the mean over all examples (micro): √Σ(n_k/N)²SE_k².
    public let micro: Double
    /// Of the mean of the sub-tasks' means (macro): √ΣSE_k²/K.
    public let macro: Double
    /// What lm-eval prints (`pooled_sample_stderr`), to reconcile with. Nil unless some sub-task has 2 examples.
    public let lmEvalPooled: Double?

    /// - Parameters:
    ///   - counts: examples a sub-task.
    ///   - standardErrors: in the same order.
    ///
    /// Nil when empty, of unequal length, or without examples.
    public init?(counts: [Int], standardErrors: [Double]) {
        let total = Double(counts.reduce(0, +))
        guard counts.count == standardErrors.count, total > 0 else { return nil }
        let sizes = counts.map(Double.init)
        let variances = standardErrors.map { $0 * $0 }
        micro = sqrt(zip(sizes, variances).lazy.map { $0 * $0 * $1 }.compensatedSum) / total
        macro = sqrt(variances.compensatedSum) / Double(counts.count)
        let pooled = zip(sizes, variances).lazy.map { ($0 - 1) * $0 * $1 }.compensatedSum
        let freedom = total - Double(counts.count)
        lmEvalPooled = freedom > 0 ? sqrt(pooled / freedom / total) : nil
    }
}
