import LogariumStatistics

/// A line under one metric: its trend, or why nothing is claimed of it. When a line is refused is said here only.
struct JudgedLine {
    /// In the order of `fields`, but for the last.
    private let own: [SQLValue]
    /// Lines with which its p is adjusted.
    private let family: Family
    /// Two-sided, of no change.
    private let p: Double?
    private var adjustedP: Double?
    /// In the order of `pointFields`, one a state.
    private let states: [[SQLValue]]

    /// Lines of one metric that agree in all coordinates but the axis: the tests of a suite.
    private struct Family: Hashable {
        let metric: String
        let coordinates: SQLValue
    }

    /// Under this share of common examples a line says too little of its states.
    private static let leastShare = 0.5
    /// Refusals under which means and changes are still numbers, if without an interval.
    private static let withoutInterval: Set = [
        "one_cluster", "no_covariance", "one_x", "infinite_x", "one_state",
    ]

    /// Nil where no state has a response.
    ///
    /// - Parameter isForced: drawn although its protocols, states or common share speak against it.
    init?(
        _ line: TrendLine, _ metric: Metric, _ totals: LineTotals, noise: CheckpointNoise?,
        isForced: Bool, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        let values = try line.values(of: metric, reader)
        let metric = metric.refined(by: values)
        let common = CommonValues(values)
        guard common.union > 0 else { return nil }
        let answer = LineAnswer(
            x: line.states.map(\.scaledX), common: common, sesoi: metric.sesoi,
            noiseVariance: noise?.variance)
        var row = JSONObject()
        answer.writeLine(to: &row)
        // conflicting_models, mixed_protocols, no_common_examples, unknown_states, common_share, or what the trend itself says.
        let refusal = Self.refusal(of: line, common, isForced: isForced) ?? SQLValue(row["reason"]).text
        let claimsSomething = refusal.map(Self.withoutInterval.contains) ?? true
        let claimed = Self.claims.map { claimsSomething ? SQLValue(row[$0.name]) : .null }
        let turn = claimsSomething ? SQLValue(row["turning_state"]).number : nil
        var baseline = LineBaseline.none
        if let run = line.baseline, claimsSomething {
            let own = try reader.values(of: metric, in: run, byItem: line.isMixed)
            baseline = LineBaseline(own, of: values).cells
        }
        let judgment: [SQLValue] = [
            turn.map { line.states[Int($0) - 1].x } ?? .null,
            noise.map { .text($0.source.rawValue) } ?? .null, SQLValue(metric.sesoi),
            refusal.map(SQLValue.text) ?? .null, .text(metric.unit.rawValue),
        ]
        let counted = Self.counts.map { SQLValue(row[$0.name]) }
        family = Family(metric: metric.name, coordinates: line["coordinates"])
        p = claimsSomething ? SQLValue(row["p"]).number : nil
        own =
            [.text(line.name), .text(metric.name)] + line.cells + counted
            + [SQLValue(Double(common.count) / Double(common.union))] + claimed
            + totals.cells(of: metric.name) + baseline + judgment
        states = line.states.enumerated().map { index, state in
            [
                .integer(state.run), .integer(state.checkpoint), .integer(state.model),
                .integer(state.number), state.x, SQLValue(state.scaledX),
                claimsSomething ? SQLValue(answer.mean(index)) : .null,
                refusal == nil || line.states.count == 1 && claimsSomething
                    ? SQLValue(answer.standardError(index)) : .null,
                common.count > 0 ? .integer(Int64(common.infinite(index))) : .null,
                claimsSomething ? .null : SQLValue(values[index].values.filter { !$0.isNaN }.mean),
            ]
        }
    }

    private static func refusal(of line: TrendLine, _ common: CommonValues, isForced: Bool) -> String? {
        if line.conflictingModels > 0 { return "conflicting_models" }
        if line.isMixed, !isForced { return "mixed_protocols" }
        if common.count == 0 { return "no_common_examples" }
        if line.states.count == 1 { return "one_state" }
        if isForced { return nil }
        if line.unknownStates > 0 { return "unknown_states" }
        return Double(common.count) < leastShare * Double(common.union) ? "common_share" : nil
    }

    /// With every p adjusted for those of the lines' families (Benjamini–Hochberg).
    static func adjusted(_ lines: [JudgedLine]) -> [JudgedLine] {
        var lines = lines
        for places in Dictionary(grouping: lines.indices, by: { lines[$0].family }).values {
            let tested = places.compactMap { place in lines[place].p.map { (place, $0) } }
            for ((place, _), p) in zip(tested, MultipleTesting.benjaminiHochberg(tested.map(\.1))) {
                lines[place].adjustedP = p
            }
        }
        return lines
    }

    // MARK: As rows

    static let fields =
        [SQLField("line", "as in the view trend_line"), SQLField("metric", "name in the view trend_metric")]
        + TrendLine.fields.map { SQLField($0, "as in the view trend_line") } + counts
        + [SQLField("common_share", "n_common / n_union")] + claims + LineTotals.fields + LineBaseline.fields
        + [
            SQLField("x_turning", "x where it turns, in the axis' unit"),
            SQLField("sigma_source", "seeds or adjacent_checkpoints; NULL where sigma_model is"),
            SQLField("sesoi", "smallest effect of interest that the claims are about"),
            SQLField(
                "refusal",
                "why nothing is claimed: conflicting_models, mixed_protocols, no_common_examples, unknown_states, common_share, n_inf, or "
                    + "one_cluster and one_state (beside a baseline), where means and change are given without an interval; NULL: something is claimed"
            ),
            SQLField(
                "unit", "of the metric: nats, probability, share (also of a score of 0 and 1 alone) or number"
            ),
            SQLField(
                "p_bh",
                "p, adjusted for the lines asked for that agree in metric and all coordinates but the axis"),
        ]

    static let pointFields = [
        SQLField("run_id", "of the state"), SQLField("checkpoint_id", "of the state"),
        SQLField("model_id", "of the state"), SQLField("state", "number, from 1, by x"),
        SQLField("x", "in the axis' unit"), SQLField("scaled_x", "what inference uses"),
        SQLField("mean", "over the common examples; NULL as first and last"),
        SQLField("mean_stderr", "clustered (CR1); NULL for a refused line"),
        SQLField("n_inf", "common examples with an infinite value; NULL without common examples"),
        SQLField(
            "own_mean",
            "of a line that is refused: over all examples of the state; not to be held against another's"),
    ]

    private static let countNames: Set = ["n_union", "n_common", "clusters", "df"]
    private static let leftOut: Set = ["m", "n", "x_first", "x_last", "turning_x", "reason"]
    private static let counts = (TrendFields.common + TrendFields.all).filter { countNames.contains($0.name) }
    private static let claims = TrendFields.all.filter {
        !countNames.contains($0.name) && !leftOut.contains($0.name)
    }

    /// In the order of `fields`.
    var cells: [SQLValue] { own + [SQLValue(adjustedP)] }

    /// In the order of `fields` and `pointFields`, a row a state.
    var points: [[SQLValue]] { states.map { cells + $0 } }
}

extension SQLValue {
    /// Booleans as 1 and 0, arrays and objects as their text.
    init(_ json: JSONText) {
        self =
            switch json {
            case .null: .null
            case .bool(let value): .integer(value ? 1 : 0)
            case .integer(let value): .integer(Int64(value))
            case .number(let value): SQLValue(value)
            case .string(let value): .text(value)
            case .array, .object: .text(json.text)
            }
    }
}
