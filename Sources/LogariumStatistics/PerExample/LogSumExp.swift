import Glibc

/// ln Σ exp(l): the log-probability of a set of choices.
///
/// - Returns: −∞ for an empty set and where every member is −∞.
public func logSumExp(_ logprobs: some Collection<Double>) -> Double {
    guard let largest = logprobs.max(), largest.isFinite else { return logprobs.max() ?? -.infinity }
    if logprobs.count == 1 { return largest }
    return largest + log(logprobs.reduce(0) { $0 + exp($1 - largest) })
}
