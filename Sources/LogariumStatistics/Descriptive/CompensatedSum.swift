extension Sequence<Double> {
    /// Σ by Neumaier's compensated summation: equal values have exactly zero spread about their mean, which
    /// is what lets a degenerate standard error be told from a small one.
    var compensatedSum: Double {
        var sum = 0.0
        var compensation = 0.0
        for value in self {
            let next = sum + value
            compensation += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
            sum = next
        }
        let total = sum + compensation
        // The compensation of an infinite sum is NaN.
        return sum.isFinite ? total : sum
    }
}

extension Collection<Double> {
    /// The arithmetic mean, ±∞ where a member is infinite. Nil for an empty collection and for +∞ with −∞.
    public var mean: Double? { isEmpty ? nil : (compensatedSum / Double(count)).ifDefined }

    /// Σ(v − centre)²
    func squaredDeviations(from centre: Double) -> Double {
        lazy.map { ($0 - centre) * ($0 - centre) }.compensatedSum
    }
}

/// Σ a·b over two sequences of the same length.
func dotProduct(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
    zip(a, b).lazy.map { $0 * $1 }.compensatedSum
}
