extension SQLTableFunction {
    /// A condition that comes from another table's row goes into no view; it goes into an argument.
    static let trendStateOf = SQLTableFunction(
        name: "trend_state_of",
        arguments: [
            SQLArgument("on_axis", "axis of the view trend_state"),
            SQLArgument("of_task", "task_id; NULL: all"),
        ],
        columns: stateColumns.map { SQLField($0, "as in the view trend_state") },
        summary: "The rows of the view trend_state of one axis and task, without looking at the others.",
        source: "The view trend_state"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let axis = arguments[0].text else { return [] }
        let select = "SELECT \(stateColumns.joined(separator: ", ")) FROM trend_state WHERE axis = ?1"
        let task = try arguments.whole(1)
        let rows = try reader.statements.need(task == nil ? select : select + " AND task_id = ?2")
        rows.bind(1, axis)
        if let task { rows.bind(2, Int64(task)) }
        return try rows.all()
    }

    private static let stateColumns = [
        "axis", "at", "is_size", "line", "coordinates", "task_id", "protocol_id", "run_id", "checkpoint_id",
        "model_id", "state", "m", "x", "x_first", "x_last", "x_unit", "scaled_x",
    ]
}
