import Glibc

/// What a uniform guess scores on a set of examples (Inverse Scaling Prize): means over the examples, not
/// functions of the mean number of choices.
public struct ChanceBaseline: Sendable, Equatable {
    /// Mean ln K in nats.
    public let nll: Double
    /// Mean 1/K.
    public let accuracy: Double

    /// - Parameter choiceCounts: K of every example. Nil when empty or a K is below 1.
    public init?(choiceCounts: [Int]) {
        guard choiceCounts.allSatisfy({ $0 >= 1 }), let nll = choiceCounts.map({ log(Double($0)) }).mean,
            let accuracy = choiceCounts.map({ 1 / Double($0) }).mean
        else { return nil }
        self.nll = nll
        self.accuracy = accuracy
    }
}
