import LogariumCore

/// An array with one object a row, a line each.
struct JSONWriter: RowWriter {
    private let output: any TextOutput
    private var keys: [JSONCell.Key] = []
    private var isFirst = true

    init(_ output: any TextOutput) { self.output = output }

    mutating func begin(columns: [String]) throws { try begin(columns: columns, json: []) }

    mutating func begin(columns: [String], json: Set<String>) throws {
        keys = JSONCell.keys(columns, json: json)
        try output.write("[")
    }

    mutating func write(_ row: [ResultValue]) throws {
        try output.write((isFirst ? "\n  " : ",\n  ") + JSONCell.object(keys, row))
        isFirst = false
    }

    func end() throws { try output.write(isFirst ? "]\n" : "\n]\n") }
}
