import LogariumCore

/// Rows held until a layout is settled on them; what a table with a fixed column specification needs.
struct SettlingRows {
    private(set) var layout: ColumnLayout
    private var held: [[String]] = []
    private var isSettled = false

    init(columns: [String]) { layout = ColumnLayout(columns: columns) }

    /// - Parameters:
    ///   - begin: called once, when the layout is settled, before the first line.
    ///   - line: called for every row, in order.
    mutating func add(
        _ row: [ResultValue], _ texts: [String], begin: (ColumnLayout) throws -> Void,
        line: (ColumnLayout, [String]) throws -> Void
    ) throws {
        if isSettled { return try line(layout, texts) }
        layout.see(row, texts)
        held.append(texts)
        if held.count >= ColumnLayout.sampleSize { try finish(begin: begin, line: line) }
    }

    mutating func finish(
        begin: (ColumnLayout) throws -> Void, line: (ColumnLayout, [String]) throws -> Void
    ) throws {
        guard !isSettled else { return }
        layout.settle()
        isSettled = true
        try begin(layout)
        for texts in held { try line(layout, texts) }
        held = []
    }
}
