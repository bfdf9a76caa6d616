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

    init(columns: [String]) {
        widths = columns.map(\.displayWidth)
        isNumeric = columns.map { _ in true }
        hasNumber = columns.map { _ in false }
    }

    mutating func see(_ row: [ResultValue], _ texts: [String]) {
        for index in row.indices {
            widths[index] = max(widths[index], texts[index].displayWidth)
            if row[index].isNumber {
                hasNumber[index] = true
            } else if !row[index].isNull {
                isNumeric[index] = false
            }
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
