import LogariumCore

/// One object a row, one row a line.
struct NDJSONWriter: RowWriter {
    private let output: any TextOutput
    private var keys: [JSONCell.Key] = []

    init(_ output: any TextOutput) { self.output = output }

    mutating func begin(columns: [String]) { begin(columns: columns, json: []) }

    mutating func begin(columns: [String], json: Set<String>) { keys = JSONCell.keys(columns, json: json) }

    func write(_ row: [ResultValue]) throws { try output.write(JSONCell.object(keys, row) + "\n") }

    func end() {}
}
