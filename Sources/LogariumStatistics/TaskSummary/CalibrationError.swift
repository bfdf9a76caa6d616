/// Expected calibration error over equal-width bins (Guo et al. 2017): Σ_b (n_b/N)·|accuracy_b − confidence_b|.
public struct CalibrationError: Sendable, Equatable {
    /// In [0, 1].
    public let value: Double
    /// One a bin, ascending, empty ones included.
    public let bins: [Bin]

    public struct Bin: Sendable, Equatable {
        public let count: Int
        /// Nil where empty.
        public let accuracy: Double?
        /// Mean confidence. Nil where empty.
        public let confidence: Double?
    }

    /// - Parameters:
    ///   - confidence: in [0, 1], one an example.
    ///   - correct: in [0, 1], in the same order; fractional for ties.
    ///
    /// Nil when empty, of unequal length, or where a confidence is no probability.
    public init?(confidence: [Double], correct: [Double], bins count: Int = 10) {
        guard !confidence.isEmpty, confidence.count == correct.count, count > 0,
            confidence.allSatisfy({ $0 >= 0 && $0 <= 1 })
        else { return nil }
        var members = [[Int]](repeating: [], count: count)
        for (example, p) in confidence.enumerated() { members[Self.bin(of: p, count: count)].append(example) }
        bins = members.map { members in
            Bin(
                count: members.count, accuracy: members.map { correct[$0] }.mean,
                confidence: members.map { confidence[$0] }.mean)
        }
        value =
            bins.lazy.map { bin in
                guard let accuracy = bin.accuracy, let mean = bin.confidence else { return 0 }
                return Double(bin.count) / Double(confidence.count) * abs(accuracy - mean)
            }.compensatedSum
    }

    /// Bins (lo, hi] are closed on the right, and 0 belongs to the first. Edges are compared as b/bins: 0.7·10
    /// rounds to above 7, which would put 0.7 into the next bin.
    private static func bin(of p: Double, count: Int) -> Int {
        (0..<count).first { p <= Double($0 + 1) / Double(count) } ?? count - 1
    }
}
