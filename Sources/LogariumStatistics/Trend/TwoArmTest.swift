/// One interior state as a break: the fitted change below it and above it, both linear in ȳ.
///
/// Simonsohn's (2018) sign change with the inference moved to the examples (docs/statistics.md 3.5, rule 1).
public struct TwoArmBreak: Sendable, Equatable {
    /// Index from 0 of the state that belongs to both arms.
    public let state: Int
    public let low: ContrastEstimate
    public let high: ContrastEstimate

    /// p of "not falling then rising": intersection–union, the larger of the arms' one-sided p.
    public var pU: Double { max(low.pLess, high.pGreater) }
    /// p of "not rising then falling".
    public var pInvertedU: Double { max(low.pGreater, high.pLess) }
}

/// The evidence for a turn of one kind over all breaks.
public struct TwoArmTest: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case uShaped = "u_shaped"
        case invertedU = "inverted_u"
    }

    /// Smallest p of an eligible break × the number of interior states, at most 1; 1 without such a break.
    public let p: Double
    /// The break that gave it, the first one on ties; nil when no break has both arms large enough.
    public let turningState: Int?

    /// - Parameters:
    ///   - breaks: every interior state where both arms have a slope.
    ///   - states: m; m − 2 breaks were looked at.
    ///   - arm: what each arm must move, in the unit of the metric.
    init(_ kind: Kind, breaks: [TwoArmBreak], states: Int, arm: Double) {
        let sign = kind == .invertedU ? 1.0 : -1.0
        var best: (p: Double, state: Int)?
        for candidate in breaks
        where sign * candidate.low.value >= arm && -sign * candidate.high.value >= arm {
            let p = kind == .invertedU ? candidate.pInvertedU : candidate.pU
            if p < best?.p ?? .infinity { best = (p, candidate.state) }
        }
        p = best.map { min(1, Double(max(1, states - 2)) * $0.p) } ?? 1
        turningState = best?.state
    }
}

/// The weights of both arms of one break: c·ȳ is the fitted change of the arm.
struct TwoArmWeights {
    let state: Int
    let low: [Double]
    let high: [Double]

    /// Every interior state as a break. States whose arm has no spread in x are left out.
    /// - Parameter x: ascending, one a state.
    static func all(x: [Double]) -> [TwoArmWeights] {
        guard x.count > 2 else { return [] }
        return (1..<(x.count - 1)).compactMap { k in
            guard let below = changeWeights(x: x[...k]), let above = changeWeights(x: x[k...]) else {
                return nil
            }
            return TwoArmWeights(
                state: k, low: below + [Double](repeating: 0, count: x.count - 1 - k),
                high: [Double](repeating: 0, count: k) + above)
        }
    }
}

extension StateCovariance {
    func twoArmBreaks(x: [Double]) -> [TwoArmBreak] {
        TwoArmWeights.all(x: x).compactMap { weights in
            guard let low = contrast(weights.low), let high = contrast(weights.high) else { return nil }
            return TwoArmBreak(state: weights.state, low: low, high: high)
        }
    }
}
