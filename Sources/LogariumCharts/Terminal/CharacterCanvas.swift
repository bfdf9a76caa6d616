/// A grid of characters with colours; lines are drawn in braille dots, two by four to a character.
struct CharacterCanvas {
    let columns: Int
    let rows: Int
    private let isUnicode: Bool
    private var characters: [[Character]]
    private var paints: [[Paint?]]
    private var dots: [[UInt8]]

    init(columns: Int, rows: Int, isUnicode: Bool) {
        (self.columns, self.rows, self.isUnicode) = (max(1, columns), max(1, rows), isUnicode)
        characters = Array(repeating: Array(repeating: " ", count: self.columns), count: self.rows)
        paints = Array(repeating: Array(repeating: nil, count: self.columns), count: self.rows)
        dots = Array(repeating: Array(repeating: 0, count: self.columns), count: self.rows)
    }

    /// - Parameters:
    ///   - x: 0 (left) to 1.
    ///   - y: 0 (bottom) to 1.
    mutating func put(_ character: Character, x: Double, y: Double, _ paint: Paint?) {
        let (column, row) = (index(x, columns), rows - 1 - index(y, rows))
        characters[row][column] = character
        paints[row][column] = paint
    }

    mutating func put(_ text: String, column: Int, row: Int, _ paint: Paint? = nil) {
        for (offset, character) in text.enumerated() where column + offset < columns && row < rows {
            characters[row][column + offset] = character
            paints[row][column + offset] = paint
        }
    }

    /// A straight line between two places.
    mutating func line(from start: (Double, Double), to end: (Double, Double), _ paint: Paint?) {
        let (across, down) = (columns * 2, rows * 4)
        let (x0, y0) = (Double(index(start.0, across)), Double(index(start.1, down)))
        let (x1, y1) = (Double(index(end.0, across)), Double(index(end.1, down)))
        let steps = Int(max(abs(x1 - x0), abs(y1 - y0), 1))
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            dot(
                Int((x0 + (x1 - x0) * share).rounded()), down - 1 - Int((y0 + (y1 - y0) * share).rounded()),
                paint)
        }
    }

    private mutating func dot(_ x: Int, _ y: Int, _ paint: Paint?) {
        let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        let (row, column) = (y / 4, x / 2)
        guard characters.indices.contains(row), characters[row].indices.contains(column) else { return }
        dots[row][column] |= bits[y % 4][x % 2]
        if paints[row][column] == nil { paints[row][column] = paint }
    }

    private func index(_ share: Double, _ count: Int) -> Int {
        min(count - 1, max(0, Int((share * Double(count - 1)).rounded())))
    }

    /// The lines of the grid, without spaces at their ends.
    ///
    /// - Parameter colour: puts a colour around a text.
    func lines(colour: (String, Paint) -> String) -> [String] {
        (0..<rows).map { row in
            var line = (0..<columns).map { column -> (String, Paint?) in
                (text(row, column), paints[row][column])
            }
            while line.last?.0 == " " { line.removeLast() }
            return line.map { text, paint in paint.map { colour(text, $0) } ?? text }.joined()
        }
    }

    private func text(_ row: Int, _ column: Int) -> String {
        guard characters[row][column] == " ", dots[row][column] != 0 else {
            return String(characters[row][column])
        }
        guard isUnicode else { return "." }
        return Unicode.Scalar(0x2800 + UInt32(dots[row][column])).map { String(Character($0)) } ?? "."
    }
}
