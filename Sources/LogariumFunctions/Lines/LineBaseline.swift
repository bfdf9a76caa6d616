import LogariumStatistics

/// A line's state at step 0, which a logarithmic axis has no place for: beside the line, in no fit.
struct LineBaseline {
    private let level: ClusteredMean?
    private let change: PairedDifference?

    static let fields = [
        SQLField(
            "baseline",
            "mean at step 0 over the examples that the line's states have too; NULL: no such state"),
        SQLField("baseline_low", "lower bound of its 95 % t interval, clustered"),
        SQLField("baseline_high", "upper bound"),
        SQLField("baseline_change", "first - baseline, paired over these examples"),
        SQLField("baseline_change_low", "lower bound of its 95 % t interval, clustered"),
        SQLField("baseline_change_high", "upper bound"),
    ]

    /// - Parameters:
    ///   - baseline: what the state at step 0 says.
    ///   - states: what the line's states say, in order.
    init(_ baseline: RunValues, of states: [RunValues]) {
        let common = CommonValues([baseline] + states)
        level = common.states.first.flatMap { ClusteredMean($0, clustering: common.clustering) }
        change =
            common.states.count > 1
            ? PairedDifference(common.states[1], common.states[0], clustering: common.clustering) : nil
    }

    /// In the order of `fields`.
    var cells: [SQLValue] {
        [level, change?.difference].flatMap { estimate -> [SQLValue] in
            let interval = estimate?.estimate?.interval()
            return [SQLValue(estimate?.mean), SQLValue(interval?.lower), SQLValue(interval?.upper)]
        }
    }

    static let none = [SQLValue](repeating: .null, count: fields.count)
}
