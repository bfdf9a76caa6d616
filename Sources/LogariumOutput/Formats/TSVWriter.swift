import LogariumCore

/// Tab-separated, one line a row whatever the cells hold: `\t`, `\n`, `\r` and `\\` stand for what would break it.
///
/// NULL and an empty text look alike; `csv` and `json` tell them apart.
struct TSVWriter: RowWriter {
    private let output: any TextOutput

    private let isSafe: Bool

    /// - Parameter isSafe: as `CSVWriter`'s.
    init(_ output: any TextOutput, isSafe: Bool = false) { (self.output, self.isSafe) = (output, isSafe) }

    func begin(columns: [String]) throws { try line(columns) }

    func write(_ row: [ResultValue]) throws { try line(row.map(cell)) }

    func end() {}

    private func cell(_ value: ResultValue) -> String {
        if isSafe, case .text(let text) = value { text.harmlessInSpreadsheets } else { CellText.exact(value) }
    }

    private func line(_ cells: [String]) throws {
        try output.write(cells.map { $0.replacing(Self.escapes) }.joined(separator: "\t") + "\n")
    }

    private static let escapes: [Unicode.Scalar: String] = [
        "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\",
    ]
}
