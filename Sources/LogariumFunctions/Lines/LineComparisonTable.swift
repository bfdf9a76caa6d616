import LogariumStatistics

extension SQLTableFunction {
    static let lineComparison = SQLTableFunction(
        name: "line_comparison",
        arguments: Array(LineQuestion.arguments.prefix(7))
            + [
                SQLArgument(
                    "by_coordinate",
                    "in what the two lines differ: protocol, series, model, train_step, rlhf_step or seed")
            ] + StateWish.arguments,
        columns: LineComparison.fields,
        summary:
            "Pairs of the lines asked for that agree in all but one coordinate, once for each metric: whether the trend differs, paired on their common items.",
        source: "Fitted changes item by item, their difference with a clustered standard error (CR1) and t"
    ) { (arguments, reader) throws(SQLFunctionError) in
        let question = try LineQuestion(arguments, allowsMixed: false, wishFrom: 8)
        guard let by = arguments[7].text.flatMap(LineCoordinate.init) else {
            let known = LineCoordinate.allCases.map(\.rawValue).joined(separator: ", ")
            throw SQLFunctionError("by_coordinate is \(arguments[7].shown), not one of \(known)")
        }
        let lines = try TrendLineReader(reader: reader).lines(question)
            .filter { !$0.isMixed && $0.states.count > 1 }
        var rows: [[SQLValue]] = []
        for group in LineCoordinate.groups(lines, but: by) {
            for (place, a) in group.enumerated() {
                for b in group[(place + 1)...] {
                    for metric in try question.metrics(of: a, reader) {
                        rows.append(try LineComparison(a, b, metric, by: by, reader).cells)
                    }
                }
            }
        }
        return rows
    }
}

/// What a line holds fixed, and two lines may differ in.
enum LineCoordinate: String, CaseIterable {
    case `protocol`, series, model
    case trainStep = "train_step"
    case rlhfStep = "rlhf_step"
    case seed

    func value(of line: TrendLine) -> SQLValue { line[rawValue] }

    /// Lines of one task that agree in every coordinate but one, in the order of that; none alone.
    static func groups(_ lines: [TrendLine], but by: LineCoordinate) -> [[TrendLine]] {
        let others = allCases.filter { $0 != by }
        let groups = Dictionary(grouping: lines) { line in
            [line["task"], line["variant"]] + others.map { $0.value(of: line) }
        }
        return groups.sorted { Self.precedes($0.key, $1.key) }.map { group in
            group.value.sorted { Self.precedes([by.value(of: $0)], [by.value(of: $1)]) }
        }.filter { $0.count > 1 }
    }

    private static func precedes(_ a: [SQLValue], _ b: [SQLValue]) -> Bool {
        zip(a, b).first { $0 != $1 }.map { $0 < $1 } ?? false
    }
}

/// Two lines under one metric: the fitted change and slope of each over its states, item by item, and their differences.
struct LineComparison {
    private let a, b: TrendLine
    private let by: LineCoordinate
    private let metric: Metric
    private let union: Int
    private let common: Int
    private let clusters: Int
    /// Of the common items alone.
    private let rows: [JSONObject]
    private let change, slope: ClusteredMean?
    private let reason: String?

    init(
        _ a: TrendLine, _ b: TrendLine, _ metric: Metric, by: LineCoordinate, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        (self.a, self.b, self.by) = (a, b, by)
        // Lines of one protocol share their examples, of two their items.
        let byItem = a["comparability_key"] != b["comparability_key"]
        var values: [[RunValues]] = []
        for line in [a, b] {
            var states: [RunValues] = []
            for state in line.states {
                states.append(try reader.values(of: metric, in: state.run, byItem: byItem))
            }
            values.append(states)
        }
        let metric = metric.refined(by: values.flatMap { $0 })
        self.metric = metric
        let all = CommonValues(values.flatMap { $0 })
        (union, common, clusters) = (all.union, all.count, all.clustering.count)
        let parts = [all.states.prefix(a.states.count), all.states.suffix(b.states.count)].map(Array.init)
        let isFinite = !all.states.joined().contains { $0.isInfinite }
        rows = zip([a, b], parts).map { line, states in
            var row = JSONObject()
            LineAnswer(
                x: line.states.map(\.scaledX),
                common: CommonValues(union: all.count, clustering: all.clustering, states: states),
                sesoi: metric.sesoi, noiseVariance: nil
            ).writeLine(to: &row)
            return row
        }
        let refusals = [a, b].contains { $0.unknownStates > 0 || $0.conflictingModels > 0 }
        reason =
            refusals
            ? "unknown_states"
            : common == 0 ? "no_common_items" : !isFinite ? "n_inf" : clusters < 2 ? "one_cluster" : nil
        let isAnswered = !refusals && common > 0 && isFinite
        func difference(_ weights: (TrendLine) -> [Double]?) -> ClusteredMean? {
            guard isAnswered, let ofA = weights(a), let ofB = weights(b) else { return nil }
            let differences = (0..<all.count).map { item in
                Self.combined(ofB, parts[1], item) - Self.combined(ofA, parts[0], item)
            }
            return ClusteredMean(differences, clustering: all.clustering)
        }
        change = difference { changeWeights(x: $0.states.map(\.scaledX)) }
        slope = difference { slopeWeights(x: $0.states.map(\.scaledX)) }
    }

    private static func combined(_ weights: [Double], _ states: [[Double]], _ item: Int) -> Double {
        zip(weights, states).reduce(0) { $0 + $1.0 * $1.1[item] }
    }

    static let fields =
        ["axis", "task", "behavior"].map { SQLField($0, "of both lines") }
        + LineCoordinate.allCases.map {
            SQLField($0.rawValue, "of both lines; NULL: unknown, or in what they differ")
        }
        + [
            SQLField("variant", "of both lines"), SQLField("metric", "name"),
            SQLField("unit", "of the metric"),
            SQLField("by_what", "the coordinate in which they differ"),
            SQLField("a", "its value on the first line"),
            SQLField("b", "its value on the second"),
            SQLField(
                "n_common", "items with a value at every state of both: all that follows rests on these"),
            SQLField("n_union", "items with a response at any state of either"),
            SQLField("clusters", "groups of dependent items among the common ones"),
        ]
        + ["a", "b"].flatMap { side in
            [
                SQLField("m_\(side)", "states"), SQLField("x_first_\(side)", "axis units"),
                SQLField("x_last_\(side)", "axis units"),
                SQLField("change_\(side)", "fitted over the line's own range"),
                SQLField("direction_\(side)", "as in line_trend, of the common items"),
                SQLField("shape_\(side)", "as in line_trend, of the common items"),
            ]
        } + [
            SQLField("difference", "change of b less change of a, paired; NULL: reason"),
            SQLField("stderr", "of difference, clustered (CR1)"),
            SQLField("slope_difference", "the same of the slopes, per unit of the axis' scale"),
            SQLField("slope_stderr", "of slope_difference, clustered (CR1)"), SQLField("df", "clusters - 1"),
            SQLField("sesoi", "smallest effect of interest"),
            SQLField(
                "reason", "unknown_states, no_common_items, n_inf or one_cluster; NULL: something is claimed"),
        ]

    /// In the order of `fields`.
    var cells: [SQLValue] {
        let shared = LineCoordinate.allCases.map { $0 == by ? SQLValue.null : $0.value(of: a) }
        let head: [SQLValue] =
            [a["axis"], a["task"], a["behavior"]] + shared + [
                a["variant"], .text(metric.name), .text(metric.unit.rawValue), .text(by.rawValue),
                by.value(of: a),
                by.value(of: b), SQLValue(common), SQLValue(union), SQLValue(clusters),
            ]
        let sides = zip([a, b], rows).flatMap { line, row -> [SQLValue] in
            [line["m"], line["x_first"], line["x_last"]]
                + ["total_change", "direction", "shape"].map { reason == nil ? SQLValue(row[$0]) : .null }
        }
        return head + sides + [
            SQLValue(change?.mean), SQLValue(change?.standardError), SQLValue(slope?.mean),
            SQLValue(slope?.standardError), SQLValue(Double(clusters - 1)), SQLValue(metric.sesoi),
            SQLValue(reason),
        ]
    }
}
