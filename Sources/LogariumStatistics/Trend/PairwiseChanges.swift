/// The later state less the earlier for every pair of states.
struct PairwiseChanges {
    /// Indexed by the earlier, then by the distance to the later less one.
    private let changes: [[PairwiseChange]]

    var states: Int { changes.count }

    /// Nil when V is undefined.
    init?(_ states: StateCovariance) {
        guard states.covariance != nil else { return nil }
        changes = (0..<states.states).map { earlier in
            (earlier + 1..<states.states).compactMap { later in
                states.change(from: earlier, to: later).map(PairwiseChange.init)
            }
        }
    }

    subscript(earlier: Int, later: Int) -> PairwiseChange { changes[earlier][later - earlier - 1] }

    /// The p of "some pair of states differs by the margin": all-pairs TOST, 0 without pairs.
    func pAllEquivalent(margin: Double) -> Double {
        changes.joined().lazy.map { $0.estimate.pEquivalence(margin: margin) }.max() ?? 0
    }
}

/// A change with its p-value computed once: on a line of many checkpoints a pair is part of many triples.
struct PairwiseChange {
    let estimate: ContrastEstimate
    /// Of "no change in the direction seen".
    let pOneSided: Double

    var value: Double { estimate.value }

    init(_ estimate: ContrastEstimate) {
        self.estimate = estimate
        pOneSided = estimate.value < 0 ? estimate.pLess : estimate.pGreater
    }
}
