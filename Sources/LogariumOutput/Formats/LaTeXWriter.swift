import LogariumCore

/// A `tabular` with the rules of booktabs, columns of numbers flush right. Needs `\usepackage{booktabs}`.
struct LaTeXWriter: RowWriter {
    private let output: any TextOutput
    private var columns: [String] = []
    private var rows = SettlingRows(columns: [])

    init(_ output: any TextOutput) { self.output = output }

    mutating func begin(columns: [String]) {
        self.columns = columns.map(Self.escaped)
        rows = SettlingRows(columns: self.columns)
    }

    mutating func write(_ row: [ResultValue]) throws {
        try rows.add(row, row.map(Self.cell), begin: head, line: line)
    }

    mutating func end() throws {
        try rows.finish(begin: head, line: line)
        try output.write("\\bottomrule\n\\end{tabular}\n")
    }

    private func head(_ layout: ColumnLayout) throws {
        let sides = layout.isNumeric.map { $0 ? "r" : "l" }.joined()
        try output.write("\\begin{tabular}{\(sides)}\n\\toprule\n")
        try line(layout, columns)
        try output.write("\\midrule\n")
    }

    private func line(_ layout: ColumnLayout, _ texts: [String]) throws {
        try output.write(texts.indices.map { layout.pad(texts[$0], $0) }.joined(separator: " & ") + " \\\\\n")
    }

    private static func cell(_ value: ResultValue) -> String {
        guard case .real(let number) = value else { return escaped(CellText.short(value)) }
        if number.isInfinite { return number < 0 ? "$-\\infty$" : "$\\infty$" }
        return "$\(scientific(CellText.short(value)))$"
    }

    /// `1.5e-07` as `1.5 \times 10^{-7}`.
    private static func scientific(_ text: String) -> String {
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
        return "\(parts[0]) \\times 10^{\(exponent)}"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing([
            "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
            "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}",
            "<": "\\textless{}",
            ">": "\\textgreater{}", "|": "\\textbar{}", "\n": " ", "\r": "", "\t": " ",
            "\"": "\\textquotedbl{}",
        ])
    }
}
