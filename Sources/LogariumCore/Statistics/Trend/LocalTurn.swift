/// A rise and a fall (or the reverse) among three states j < k < l (STATISTICS.md 3.5, rule 2).
public struct LocalTurn: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable { case peak, valley }

    /// The three states' indices from 0.
    public let triple: [Int]
    /// ȳ_k − ȳ_j
    public let firstMove: Double
    /// ȳ_l − ȳ_k
    public let secondMove: Double
    /// The larger of the two moves' one-sided p, not adjusted for the search.
    public let pRaw: Double
}

/// The evidence for a local turn of one kind: a flag beside the shape, never the shape itself.
public struct LocalTurnTest: Sendable, Equatable {
    /// The best triple whose moves are both at least an arm; the first in lexicographic order on ties.
    public let turn: LocalTurn?
    /// Its p × min(C(m,3), m(m−1)), at most 1; 1 without such a triple.
    public let p: Double

    init(_ kind: LocalTurn.Kind, changes: PairwiseChanges, arm: Double) {
        turn = Self.best(kind, changes: changes, arm: arm)
        p = turn.map { min(1, Double(Self.adjustment(states: changes.states)) * $0.pRaw) } ?? 1
    }

    /// Bonferroni over triples or over ordered pairs, whichever is fewer; 0 for fewer than three states.
    static func adjustment(states m: Int) -> Int {
        m < 3 ? 0 : min(m * (m - 1) * (m - 2) / 6, m * (m - 1))
    }

    private static func best(_ kind: LocalTurn.Kind, changes: PairwiseChanges, arm: Double) -> LocalTurn? {
        let sign = kind == .peak ? 1.0 : -1.0
        var best: LocalTurn?
        changes.forEachTriple { j, k, l in
            let (first, second) = (changes[j, k], changes[k, l])
            guard sign * first.value >= arm, -sign * second.value >= arm else { return }
            let p =
                kind == .peak
                ? max(first.pGreater, second.pLess) : max(first.pLess, second.pGreater)
            if p < best?.pRaw ?? .infinity {
                best = LocalTurn(
                    triple: [j, k, l], firstMove: first.value, secondMove: second.value, pRaw: p)
            }
        }
        return best
    }
}

/// The later state less the earlier for every pair of states.
struct PairwiseChanges {
    /// Indexed by the earlier, then by the distance to the later less one.
    private let estimates: [[PairwiseChange]]

    var states: Int { estimates.count }

    /// Nil when V is undefined.
    init?(_ states: StateCovariance) {
        guard states.covariance != nil else { return nil }
        estimates = (0..<states.states).map { earlier in
            (earlier + 1..<states.states).compactMap { later in
                states.change(from: earlier, to: later).map(PairwiseChange.init)
            }
        }
    }

    subscript(earlier: Int, later: Int) -> PairwiseChange { estimates[earlier][later - earlier - 1] }

    /// The p of "some pair of states differs by the margin": all-pairs TOST, 0 without pairs.
    func pAllEquivalent(margin: Double) -> Double {
        estimates.joined().lazy.map { $0.estimate.pEquivalence(margin: margin) }.max() ?? 0
    }

    func forEachTriple(_ body: (_ j: Int, _ k: Int, _ l: Int) -> Void) {
        for j in 0..<states {
            for k in (j + 1)..<max(j + 1, states) {
                for l in (k + 1)..<max(k + 1, states) { body(j, k, l) }
            }
        }
    }
}

/// A change with its one-sided p-values computed once: every pair is part of many triples.
struct PairwiseChange {
    let estimate: ContrastEstimate
    let pGreater: Double
    let pLess: Double

    var value: Double { estimate.value }

    init(_ estimate: ContrastEstimate) {
        self.estimate = estimate
        pGreater = estimate.pGreater
        pLess = estimate.pLess
    }
}
