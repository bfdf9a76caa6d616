import LogariumCore

/// One object a row, one row a line.
struct NDJSONWriter: RowWriter {
    private let output: any TextOutput
    private var keys: [String] = []

    init(_ output: any TextOutput) { self.output = output }

    mutating func begin(columns: [String]) { keys = JSONCell.keys(columns) }

    func write(_ row: [ResultValue]) throws { try output.write(JSONCell.object(keys, row) + "\n") }

    func end() {}
}
