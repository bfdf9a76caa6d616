import LogariumStatistics

extension SQLTableFunction {
    static let lineSubset = SQLTableFunction(
        name: "line_subset", arguments: LineQuestion.arguments, columns: SubsetsOfLine.fields,
        summary:
            "The lines asked for whose tasks have subsets, once for each metric and subset, with the trend on that subset alone.",
        source: "As run_trend"
    ) { (arguments, reader) throws(SQLFunctionError) in
        let question = try LineQuestion(arguments)
        var rows: [[SQLValue]] = []
        for line in try TrendLineReader(reader: reader).lines(question)
        where !line.isMixed && line.states.count > 1 {
            let subsets = try SubsetsOfTask(line["task_id"], reader)
            guard subsets.areThere else { continue }
            for metric in try question.metrics(of: line, reader) {
                rows += try SubsetsOfLine(line, metric, subsets, isForced: question.allowsMixed, reader).rows
            }
        }
        return rows
    }
}

/// Which part of its task an example is in.
private struct SubsetsOfTask {
    let areThere: Bool

    init(_ task: SQLValue, _ reader: ColumnReader) throws(SQLFunctionError) {
        guard case .integer(let id) = task else {
            areThere = false
            return
        }
        let rows = try reader.statements.need(
            "SELECT 1 FROM main.example WHERE task_id = ?1 AND subset IS NOT NULL LIMIT 1")
        rows.bind(1, id)
        defer { rows.reset() }
        areThere = try rows.step()
    }

    /// NULL for an example in none.
    func subset(of example: Int64, _ reader: ColumnReader) throws(SQLFunctionError) -> SQLValue {
        let rows = try reader.statements.need("SELECT subset FROM main.example WHERE example_id = ?1")
        rows.bind(1, example)
        defer { rows.reset() }
        return try rows.step() ? rows.value(0) : .null
    }
}

/// A line under one metric, taken apart by the subsets of its task.
private struct SubsetsOfLine {
    private struct Part {
        let subset: SQLValue
        /// Examples with a value at every state of the line.
        let n: Int
        let union: Int
        let row: JSONObject
    }

    private let line: TrendLine
    private let metric: Metric
    private let parts: [Part]
    private let isForced: Bool

    init(
        _ line: TrendLine, _ metric: Metric, _ subsets: SubsetsOfTask, isForced: Bool,
        _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        (self.line, self.metric, self.isForced) = (line, metric, isForced)
        let values = try line.values(of: metric, reader)
        var places: [SQLValue: [[Int]]] = [:]
        for (state, own) in values.enumerated() {
            for (place, example) in own.examples.enumerated() {
                let subset = try subsets.subset(of: example, reader)
                places[subset, default: Array(repeating: [], count: values.count)][state].append(place)
            }
        }
        parts = places.sorted { $0.key < $1.key }.map { subset, places in
            // Where nothing of the subset was asked is no state of it.
            let asked = values.indices.filter { !places[$0].isEmpty }
            let common = CommonValues(asked.map { values[$0].picking(places[$0]) })
            let answer = LineAnswer(
                x: asked.map { line.states[$0].scaledX }, common: common, sesoi: metric.sesoi,
                noiseVariance: nil)
            var row = JSONObject()
            answer.writeLine(to: &row)
            return Part(
                subset: subset, n: asked.count < values.count ? 0 : common.count, union: common.union,
                row: row)
        }
    }

    static let fields =
        [SQLField("line", "as in the view trend_line"), SQLField("metric", "name in the view trend_metric")]
        + TrendLine.fields.map { SQLField($0, "as in the view trend_line") }
        + [
            SQLField("subset", "part of the task; NULL: examples in none"),
            SQLField("n", "examples of the subset with a value at every state"),
            SQLField("clusters", "groups of dependent examples among them"),
            SQLField("share", "of the line's common examples"),
        ] + claims.map { SQLField($0, "as in run_trend, on the subset; NULL: refused") }
        + [
            SQLField("contribution", "share * total_change: those of a line add up to line_change"),
            SQLField("line_change", "fitted change of the whole line; NULL: undefined in some subset"),
            SQLField("common_share", "of the whole line's examples"),
            SQLField("reason", "why nothing is claimed, as refusal in line_trend; NULL: something is"),
        ]

    private static let claims = [
        "first", "last", "total_change", "stderr", "low", "high", "direction", "shape",
    ]

    /// One a subset, in the order of `fields`.
    var rows: [[SQLValue]] {
        let n = parts.reduce(0) { $0 + $1.n }
        let union = parts.reduce(0) { $0 + $1.union }
        let commonShare = union > 0 ? Double(n) / Double(union) : nil
        let told = parts.filter { $0.n > 0 }
        let changes = told.compactMap { part in part.row["total_change"].number.map { $0 * Double(part.n) } }
        let whole = n > 0 && changes.count == told.count ? changes.reduce(0, +) / Double(n) : nil
        return parts.map { part in
            let refusal = refusal(part, commonShare ?? 0)
            let isTold = refusal == nil
            let share = n > 0 ? Double(part.n) / Double(n) : nil
            let change = part.row["total_change"].number
            let contribution = share.flatMap { share in change.map { $0 * share } }
            let reason = (refusal ?? part.row["reason"].string).map(SQLValue.text) ?? .null
            return [.text(line.name), .text(metric.name)] + line.cells
                + [
                    part.subset, .integer(Int64(part.n)),
                    .integer(part.n > 0 ? Int64(part.row["clusters"].number ?? 0) : 0), SQLValue(share),
                ] + Self.claims.map { isTold ? SQLValue(part.row[$0]) : .null }
                + [
                    isTold ? SQLValue(contribution) : .null, isTold ? SQLValue(whole) : .null,
                    SQLValue(commonShare), reason,
                ]
        }
    }

    private func refusal(_ part: Part, _ commonShare: Double) -> String? {
        if line.conflictingModels > 0 { return "conflicting_models" }
        if part.n == 0 { return "no_common_examples" }
        if isForced { return nil }
        if line.unknownStates > 0 { return "unknown_states" }
        return commonShare < 0.5 ? "common_share" : nil
    }
}

extension RunValues {
    fileprivate func picking(_ places: [Int]) -> RunValues {
        RunValues(
            examples: places.map { examples[$0] }, clusters: places.map { clusters[$0] },
            values: places.map { values[$0] })
    }
}
