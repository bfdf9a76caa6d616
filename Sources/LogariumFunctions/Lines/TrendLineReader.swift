/// Reads the lines that are asked for, with their names, in one pass over the view trend_state.
///
/// What it says of a line is what the view trend_line says, which any SQLite client has and which takes several times as
/// long; a test holds both equal.
struct TrendLineReader {
    let reader: ColumnReader

    private static let selected: [(name: String, sql: String)] = [
        ("line", "s.line"), ("axis", "s.axis"), ("at", "s.at"), ("is_size", "s.is_size"),
        ("coordinates", "s.coordinates"), ("task_id", "s.task_id"), ("protocol_id", "s.protocol_id"),
        ("run_id", "s.run_id"), ("checkpoint_id", "s.checkpoint_id"), ("model_id", "s.model_id"),
        ("state", "s.state"), ("x", "s.x"), ("x_first", "s.x_first"), ("x_last", "s.x_last"),
        ("x_unit", "s.x_unit"), ("scaled_x", "s.scaled_x"), ("task", "task.name"), ("family", "task.family"),
        ("more_is", "task.more_is"), ("behavior", "behavior.name"), ("series", "model.series"),
        ("model", "model.name"), ("train_step", "checkpoint.train_step"),
        ("train_tokens", "checkpoint.train_tokens"),
        ("base_rlhf_step", "COALESCE(checkpoint.rlhf_step, 0)"), ("seed", "checkpoint.seed"),
        ("variant", "checkpoint.variant"), ("protocol", "protocol.label"),
        ("comparability_key", "protocol.comparability_key"), ("output_type", "protocol.output_type"),
    ]
    static let places = Dictionary(
        uniqueKeysWithValues: selected.enumerated().map { ($0.element.name, $0.offset) })

    private static func select(where condition: String) -> String {
        """
        SELECT \(selected.map(\.sql).joined(separator: ", "))
        FROM trend_state AS s
        CROSS JOIN checkpoint ON checkpoint.checkpoint_id = s.checkpoint_id
        CROSS JOIN model ON model.model_id = s.model_id
        CROSS JOIN task ON task.task_id = s.task_id
        CROSS JOIN protocol ON protocol.protocol_id = s.protocol_id
        LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
        WHERE \(condition) ORDER BY s.line, s.state
        """
    }

    /// In the order of their names.
    func lines(_ question: LineQuestion) throws(SQLFunctionError) -> [TrendLine] {
        let (tasks, oneByOne) = try question.tasks(reader)
        var lines: [TrendLine] = []
        if oneByOne {
            for task in tasks.sorted() { lines += try self.lines(question, tasks, of: task) }
            lines.sort { SQLValue.text($0.name) < SQLValue.text($1.name) }
        } else {
            lines = try self.lines(question, tasks, of: nil)
        }
        return lines
    }

    /// A condition on one task goes into the view, and no other run is looked at.
    private func lines(
        _ question: LineQuestion, _ tasks: Set<Int64>, of task: Int64?
    ) throws(SQLFunctionError) -> [TrendLine] {
        let rows = try reader.statements.need(
            Self.select(where: task == nil ? "s.axis = ?1" : "s.axis = ?1 AND s.task_id = ?2"))
        rows.bind(1, question.axis)
        if let task { rows.bind(2, task) }
        defer { rows.reset() }
        var lines: [TrendLine] = []
        var group: [[SQLValue]] = []
        func end() {
            if !group.isEmpty { lines.append(TrendLine(group)) }
            group.removeAll(keepingCapacity: true)
        }
        while try rows.step() {
            guard tasks.contains(rows.integer(Self.place("task_id"))),
                question.asks(at: rows.value(Self.place("at")).text)
            else { continue }
            let row = (0..<rows.columnCount).map(rows.value)
            if let first = group.first, first[0] != row[0] { end() }
            group.append(row)
        }
        end()
        guard let series = question.series else { return lines }
        return lines.filter { $0.series == .text(series) }
    }

    private static func place(_ name: String) -> Int32 { places[name].map(Int32.init) ?? 0 }
}

extension TrendLine {
    fileprivate var series: SQLValue { Self.fields.firstIndex(of: "series").map { cells[$0] } ?? .null }
}
