import LogariumCore

/// Widths and sides of a table's columns, from the rows it has seen.
///
/// A layout is settled on the first rows, so that a long answer need not be held: a later, wider cell is
/// written whole and its line is longer.
struct ColumnLayout {
    /// Rows a table holds before it settles.
    static let sampleSize = 10_000

    private(set) var widths: [Int]
    /// A column of numbers (and NULLs) is flush right.
    private(set) var isNumeric: [Bool]
    private var hasNumber: [Bool]

    init(columns: [String]) { self.init(headerWidths: columns.map(\.displayWidth)) }

    init(headerWidths: [Int]) {
        widths = headerWidths
        isNumeric = headerWidths.map { _ in true }
        hasNumber = headerWidths.map { _ in false }
    }

    mutating func see(_ row: [ResultValue], _ texts: [String]) {
        for index in row.indices { see(row[index], texts[index], index) }
    }

    mutating func see(_ value: ResultValue, _ text: String, _ column: Int) {
        widths[column] = max(widths[column], text.displayWidth)
        if value.isNumber {
            hasNumber[column] = true
        } else if !value.isNull {
            isNumeric[column] = false
        }
    }

    mutating func settle() {
        for index in isNumeric.indices where !hasNumber[index] { isNumeric[index] = false }
    }

    func pad(_ text: String, _ column: Int) -> String {
        let space = String(repeating: " ", count: max(0, widths[column] - text.displayWidth))
        return isNumeric[column] ? space + text : text + space
    }
}
