/// A rise and a fall (or the reverse) among three states j < k < l (docs/statistics.md 3.5, rule 2).
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
        let states = 0..<changes.states
        var pOfMove = [Double?](repeating: nil, count: changes.states * changes.states)
        // Once for each pair that is part of a turn: on a line of many checkpoints that is many triples.
        func p(_ earlier: Int, _ later: Int) -> Double {
            let place = earlier * changes.states + later
            if let known = pOfMove[place] { return known }
            let p = changes[earlier, later].pInDirectionSeen
            pOfMove[place] = p
            return p
        }
        var best: LocalTurn?
        for j in states {
            for k in states.dropFirst(j + 1) where sign * changes[j, k].value >= arm {
                for l in states.dropFirst(k + 1) where -sign * changes[k, l].value >= arm {
                    let larger = max(p(j, k), p(k, l))
                    guard larger < best?.pRaw ?? .infinity else { continue }
                    best = LocalTurn(
                        triple: [j, k, l], firstMove: changes[j, k].value, secondMove: changes[k, l].value,
                        pRaw: larger)
                }
            }
        }
        return best
    }
}
