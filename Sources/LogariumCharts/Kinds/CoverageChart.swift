/// Which checkpoints have which tasks: one square a cell, darker where more of the examples were answered.
public enum CoverageChart: Chart {
    public static let questions = [Question("coverage")]

    /// Checkpoints a figure shows; tasks are never left out.
    static let limit = 120

    /// One figure per series.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let table = try answers.table("coverage")
        try table.require(["model", "task", "n_runs", "share_of_asked"], by: "coverage")
        return table.records.grouped { $0.text("series") ?? "" }.map { figure($0.key, $0.members, table) }
    }

    private static func figure(_ series: String, _ records: [ChartTable.Record], _ table: ChartTable)
        -> Figure
    {
        let states = records.grouped(by: name).map { ($0.key, order($0.members[0])) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
        let shown = states.thinned(to: limit)
        let tasks = Array(Set(records.map(task))).sorted()
        let (columns, rows) = (places(shown), places(tasks))
        let cells = records.compactMap { record -> Cell? in
            guard let column = columns[name(record)], let row = rows[task(record)] else { return nil }
            return cell(record, column, row)
        }
        let nEmpty = records.count { $0.number("n_runs") == 0 }
        let cut =
            shown.count < states.count
            ? ["\(shown.count) of \(states.count) checkpoints are drawn; the CSV holds all."] : []
        return Figure(
            title: series.isEmpty
                ? "Coverage, models of no known series" : "Coverage of \(MarkupText.isolated(series))",
            subtitle:
                "\(states.count.of("checkpoint")), \(tasks.count) ways of putting tasks, \(nEmpty.of("cell")) without a run",
            notes: [
                "The stronger the colour, the more of the examples that any checkpoint answered. ×: no run."
            ] + cut,
            panels: [
                Panel(x: Axis("", .category(shown)), y: Axis("", .category(tasks)), marks: [.cells(cells)])
            ],
            table: ChartTable(columnNames: table.columnNames, rows: records.map(\.cells)).selecting([
                "series", "model", "n_params", "train_step", "rlhf_step", "seed", "variant", "task",
                "protocol", "n_runs",
                "n_partial", "n_examples", "n_ok", "n_asked", "share_of_asked",
            ]))
    }

    private static func places(_ names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func cell(_ record: ChartTable.Record, _ column: Int, _ row: Int) -> Cell {
        let share = record.number("share_of_asked")
        let isEmpty = record.number("n_runs") == 0
        let answered = "\(record.word("n_examples") ?? "0") of \(record.word("n_asked") ?? "?") examples"
        return Cell(
            column: column, row: row, paint: isEmpty ? .surface : .sequential(share ?? 0),
            text: isEmpty ? "×" : "",
            tooltip: "\(name(record)), \(MarkupText.isolated(task(record))): \(isEmpty ? "no run" : answered)"
        )
    }

    private static func name(_ record: ChartTable.Record) -> String {
        let parts = [
            record.text("model"), record.word("train_step"),
            record.word("rlhf_step").flatMap { $0 == "0" ? nil : "RLHF \($0)" },
            record.word("seed").flatMap { $0 == "0" ? nil : "seed \($0)" }, record.text("variant"),
        ]
        return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func order(_ record: ChartTable.Record) -> [Double] {
        ["n_params", "seed", "train_step", "rlhf_step"].map { record.number($0) ?? -1 }
    }

    /// The task, and how it was put where that needs saying.
    private static func task(_ record: ChartTable.Record) -> String {
        let name = record.text("task") ?? "?"
        guard let label = record.text("protocol"), label != "0-shot" else { return name }
        return "\(name) (\(label))"
    }
}
