import LogariumCore

/// Tab-separated, one line a row whatever the cells hold: `\t`, `\n`, `\r` and `\\` stand for what would break it.
///
/// NULL and an empty text look alike; `csv` and `json` tell them apart.
struct TSVWriter: RowWriter {
    private let output: any TextOutput

    init(_ output: any TextOutput) { self.output = output }

    func begin(columns: [String]) throws { try line(columns) }

    func write(_ row: [ResultValue]) throws { try line(row.map(CellText.exact)) }

    func end() {}

    private func line(_ cells: [String]) throws {
        try output.write(cells.map { $0.replacing(Self.escapes) }.joined(separator: "\t") + "\n")
    }

    private static let escapes: [Unicode.Scalar: String] = [
        "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\",
    ]
}
