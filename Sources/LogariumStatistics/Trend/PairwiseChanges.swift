/// The later state less the earlier for every pair of states.
struct PairwiseChanges {
    /// Indexed by the earlier, then by the distance to the later less one.
    private let changes: [[ContrastEstimate]]

    var states: Int { changes.count }

    /// Nil when V is undefined.
    init?(_ states: StateCovariance) {
        guard states.covariance != nil else { return nil }
        changes = (0..<states.states).map { earlier in
            (earlier + 1..<states.states).compactMap { later in
                states.change(from: earlier, to: later)
            }
        }
    }

    subscript(earlier: Int, later: Int) -> ContrastEstimate { changes[earlier][later - earlier - 1] }

    /// The p of "some pair of states differs by the margin": all-pairs TOST, 0 without pairs.
    ///
    /// All pairs have the same degrees of freedom, so that the one with the least t has the largest p.
    func pAllEquivalent(margin: Double) -> Double {
        let worst = changes.joined().min {
            $0.equivalenceT(margin: margin) < $1.equivalenceT(margin: margin)
        }
        return worst?.pEquivalence(margin: margin) ?? 0
    }
}
