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

    /// Of a state that stands alone beside a baseline, what trend_state says of states with others.
    private static let alone = [
        "s.state": "1", "s.x_first": "s.x", "s.x_last": "s.x", "s.x_unit": "s.x",
        "s.scaled_x": "LOG10(CAST(s.x AS DOUBLE))",
    ]

    private static func select(from states: String = "trend_state", where condition: String) -> String {
        let columns = selected.map { states == "trend_state" ? $0.sql : alone[$0.sql] ?? $0.sql }
        return """
            SELECT \(columns.joined(separator: ", "))
            FROM \(states) AS s
            CROSS JOIN checkpoint ON checkpoint.checkpoint_id = s.checkpoint_id
            CROSS JOIN model ON model.model_id = s.model_id
            CROSS JOIN task ON task.task_id = s.task_id
            CROSS JOIN protocol ON protocol.protocol_id = s.protocol_id
            LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
            WHERE \(condition) ORDER BY s.line, \(states == "trend_state" ? "s.state" : "s.run_id")
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
        let baselines = try baselines(question, of: task)
        let condition = task == nil ? "s.axis = ?1" : "s.axis = ?1 AND s.task_id = ?2"
        var lines = try read(Self.select(where: condition), question, tasks, task)
        if !baselines.isEmpty {
            let known = Set(lines.map(\.name))
            lines += try read(Self.select(from: "trend_candidate", where: condition), question, tasks, task)
                .filter { !known.contains($0.name) && baselines[$0.name] != nil && $0.states.count == 1 }
            lines.sort { SQLValue.text($0.name) < SQLValue.text($1.name) }
        }
        for index in lines.indices { lines[index].baseline = baselines[lines[index].name] }
        return lines.filter { $0["series"].isAsked(question.series) }
    }

    private func read(
        _ sql: String, _ question: LineQuestion, _ tasks: Set<Int64>, _ task: Int64?
    ) throws(SQLFunctionError) -> [TrendLine] {
        let rows = try reader.statements.need(sql)
        rows.bind(1, question.axis)
        if let task { rows.bind(2, task) }
        defer { rows.reset() }
        let conflicts = try conflicts()
        var lines: [TrendLine] = []
        var group: [[SQLValue]] = []
        func end() {
            let states = question.wish.states(of: group) { Int(Self.place($0)) }
            if !states.isEmpty { lines.append(TrendLine(states, conflicts: conflicts)) }
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
        return lines
    }

    private func conflicts() throws(SQLFunctionError) -> Set<[SQLValue]> {
        Set(try reader.statements.need("SELECT model_id, variant FROM model_conflict").all())
    }

    /// The run at step 0 of each line that has one; where several are, the first by reference.
    private func baselines(
        _ question: LineQuestion, of task: Int64?
    ) throws(SQLFunctionError) -> [String: Int64] {
        guard question.axis.hasPrefix("train_") else { return [:] }
        let select = "SELECT line, run_id FROM trend_baseline WHERE axis = ?1"
        let rows = try reader.statements.need(
            select + (task == nil ? "" : " AND task_id = ?2") + " ORDER BY line, ref")
        rows.bind(1, question.axis)
        if let task { rows.bind(2, task) }
        var runs: [String: Int64] = [:]
        while try rows.step() {
            guard let line = rows.value(0).text, runs[line] == nil else { continue }
            runs[line] = rows.integer(1)
        }
        return runs
    }

    private static func place(_ name: String) -> Int32 { places[name].map(Int32.init) ?? 0 }
}
