/// Probability of the matching choices, example by example, of one checkpoint against another.
public enum PairsChart: Chart {
    public static let questions = [Question("movers", ["top": "2000"])]

    /// One figure per task and pair of runs.
    public static func figures(_ answers: Answers) throws -> [Figure] {
        let table = try answers.table("movers")
        try table.require(
            ["from_p", "to_p", "from_credit", "to_credit", "from_run", "to_run", "task", "n_pairs"],
            by: "pairs")
        return table.records.grouped {
            "\($0.text("task") ?? "")\u{1F}\($0.word("from_run") ?? "")\u{1F}\($0.word("to_run") ?? "")"
        }
        .map { figure($0.members, table) }
    }

    private static func figure(_ records: [ChartTable.Record], _ table: ChartTable) -> Figure {
        let (from, to) = (name(records[0], "from"), name(records[0], "to"))
        let pairs = records.compactMap { record in
            record.number("from_p").flatMap { from in record.number("to_p").map { (record, from, $0) } }
        }
        let dots = pairs.map { record, x, y in
            Dot(
                x: x, y: y, style: LineStyle(.ordinal(4)),
                tooltip:
                    "\(MarkupText.isolated(record.text("example") ?? "?")): \(NumberText.probability.text(x)) → \(NumberText.probability.text(y))"
            )
        }
        let nAll = table.records.first?.number("n_pairs") ?? 0
        let cut =
            Double(table.rows.count) < nAll
            ? ["The \(table.rows.count) examples that moved most, of \(Int(nAll))."] : []
        return Figure(
            title: "\(MarkupText.isolated(records[0].text("task") ?? "?")), example by example",
            subtitle: "\(pairs.count) examples; those that win in one only are what a paired test counts",
            notes: cut,
            panels: [
                Panel(
                    x: Axis("p, \(from)", .probability, format: .probability),
                    y: Axis("p, \(to)", .probability, format: .probability),
                    marks: [
                        .rule(Rule(.diagonal)), .rule(Rule(.x(0.5))), .rule(Rule(.y(0.5))), .points(dots),
                    ]),
                quadrants(pairs.map(\.0), from: from, to: to),
            ],
            table: ChartTable(columnNames: table.columnNames, rows: records.map(\.cells)).selecting([
                "place", "task", "example", "from_run", "to_run", "from_p", "to_p", "from_credit",
                "to_credit",
                "from_logodds", "to_logodds", "change",
            ]))
    }

    /// The 2 × 2 table of who wins: a matching choice ahead of all others, a tie is no win.
    private static func quadrants(_ pairs: [ChartTable.Record], from: String, to: String) -> Panel {
        func count(_ before: Bool, _ after: Bool) -> Int {
            pairs.count {
                ($0.number("from_credit") == 1) == before && ($0.number("to_credit") == 1) == after
            }
        }
        let counts = [[count(false, true), count(true, true)], [count(false, false), count(true, false)]]
        let words = [["only \(to)", "both"], ["neither", "only \(from)"]]
        let cells = (0..<2).flatMap { row in
            (0..<2).map { column in
                Cell(
                    column: column, row: row,
                    paint: .sequential(Double(counts[row][column]) / Double(max(1, pairs.count)) * 0.6),
                    text: String(counts[row][column]),
                    tooltip: "wins at \(words[row][column]): \(counts[row][column]) of \(pairs.count)")
            }
        }
        return Panel(
            title: "matching answer", x: Axis(from, .category(["loses", "wins"])),
            y: Axis(to, .category(["wins", "loses"])),
            marks: [.cells(cells)], share: 0.6)
    }

    private static func name(_ record: ChartTable.Record, _ side: String) -> String {
        let parts = [
            record.text("\(side)_model"), record.word("\(side)_train_step").map { "step \($0)" },
            record.word("\(side)_rlhf_step").flatMap { $0 == "0" ? nil : "RLHF \($0)" },
        ]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}
