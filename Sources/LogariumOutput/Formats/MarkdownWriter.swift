import LogariumCore

/// A GitHub-flavoured Markdown table, columns of numbers flush right.
struct MarkdownWriter: RowWriter {
    private let output: any TextOutput
    private var columns: [String] = []
    private var rows = SettlingRows(columns: [])

    init(_ output: any TextOutput) { self.output = output }

    mutating func begin(columns: [String]) {
        self.columns = columns.map(Self.escaped)
        rows = SettlingRows(columns: self.columns)
    }

    mutating func write(_ row: [ResultValue]) throws {
        try rows.add(row, row.map { Self.escaped(CellText.short($0)) }, begin: head, line: line)
    }

    mutating func end() throws { try rows.finish(begin: head, line: line) }

    private func head(_ layout: ColumnLayout) throws {
        try line(layout, columns)
        let rule = columns.indices.map { column in
            let dashes = String(repeating: "-", count: max(3, layout.widths[column]) - 1)
            return layout.isNumeric[column] ? dashes + ":" : dashes + "-"
        }
        try output.write("| " + rule.joined(separator: " | ") + " |\n")
    }

    private func line(_ layout: ColumnLayout, _ texts: [String]) throws {
        let cells = texts.indices.map { layout.pad(texts[$0], $0) }
        try output.write("| " + cells.joined(separator: " | ") + " |\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing([
            "|": "\\|", "\\": "\\\\", "\n": "<br>", "\r": "", "\t": " ", "<": "&lt;", ">": "&gt;", "*": "\\*",
            "_": "\\_", "`": "\\`", "[": "\\[",
        ])
    }
}
