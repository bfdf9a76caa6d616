import Glibc

/// The log-odds of the matching choices against the others, and what follows from it alone.
public struct LogOdds: Sendable, Equatable {
    /// Natural log; ±∞ allowed, never NaN.
    public let value: Double

    public init(_ value: Double) { self.value = value }

    /// The log-odds that a stored normalised loss −ln p came from. Nil for a negative loss.
    ///
    /// Exact as far as the loss is: a loss that was rounded to 0, or to float32, has lost it. Keep log-probs.
    public init?(loss: Double) {
        guard loss >= 0 else { return nil }
        value = -loss - log(-expm1(-loss))
    }

    /// p, the probability of the matching choices among all choices, in [0, 1].
    public var probability: Double {
        value >= 0 ? 1 / (1 + exp(-value)) : exp(value) / (1 + exp(value))
    }

    /// −ln p in nats, exact in both tails (docs/statistics.md 1.2, `nll_norm`).
    public var nll: Double { softplus(-value) }

    /// −ln(1 − p) in nats.
    public var nllOther: Double { softplus(value) }

    /// (1 − p)², in [0, 1]: half of what lm-eval's two-choice `brier_score` returns.
    public var brier: Double {
        let other = LogOdds(-value).probability
        return other * other
    }

    /// 1 where the matching side is likelier, ½ where equal, else 0.
    public var exceeds: Double { value > 0 ? 1 : value == 0 ? 0.5 : 0 }
}

/// ln(1 + eᵘ) without loss in either tail.
private func softplus(_ u: Double) -> Double {
    u > 0 ? u + log1p(exp(-u)) : log1p(exp(u))
}
