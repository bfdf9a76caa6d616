import LogariumCore

/// How a table is made to fit a terminal: what stands above it, how long its headers and cells are, where it is broken.
///
/// In turn, until it fits: headers over several lines, four digits, texts cut; then blocks of columns, rows numbered.
struct TableFit {
    /// Columns that say the same in every row, which stand above the table.
    private(set) var constants: [(name: String, text: String)] = []
    /// Columns without a value in any row.
    private(set) var empty: [String] = []
    /// The others, in as many blocks as the width asks for.
    private(set) var blocks: [[Int]]
    /// A header's lines, by column.
    private(set) var headers: [[String]]
    private(set) var layout: ColumnLayout
    /// Spaces between columns.
    private(set) var gap = 2
    /// Whether some text is not whole.
    private(set) var isCut = false
    private var digits: Int32 = 6
    /// The most that a text may take; nil: all it wants.
    private var longest: Int?

    private let style: TableStyle
    private let nRows: Int

    /// Headers are broken where they are wider than this.
    private static let headerWidth = 8
    /// Texts are not cut below this.
    private static let leastText = 16
    /// The most of a text and the digits in a table of several blocks, until a row is on two lines.
    private static let blockSteps: [(text: Int, digits: Int32, gap: Int)] = [
        (24, 4, 2), (16, 4, 2), (12, 4, 2), (12, 3, 1), (9, 3, 1), (7, 3, 1),
    ]

    /// - Parameter isWhole: no row comes after these; else nothing is lifted, broken or cut.
    init(columns: [String], rows: [[ResultValue]], style: TableStyle, isWhole: Bool) {
        (self.style, nRows) = (style, rows.count)
        headers = columns.map { [$0] }
        layout = ColumnLayout(columns: columns)
        blocks = [Array(columns.indices)]
        if isWhole, style.liftsConstants { lift(columns, rows) }
        measure(rows)
        guard isWhole, let width = style.width else { return }
        fit(columns, rows, width)
    }

    private mutating func lift(_ columns: [String], _ rows: [[ResultValue]]) {
        guard rows.count > 1, let first = rows.first else { return }
        let varying = columns.indices.filter { column in
            rows.contains { $0[column] != first[column] }
        }
        // Rows that are all alike are a table still.
        guard !varying.isEmpty else { return }
        for column in columns.indices where !varying.contains(column) {
            if [.null, .text("")].contains(first[column]) {
                empty.append(columns[column])
            } else {
                constants.append((columns[column], CellText.short(first[column]).onOneLine))
            }
        }
        blocks = [varying]
    }

    private mutating func fit(_ columns: [String], _ rows: [[ResultValue]], _ width: Int) {
        let shown = blocks[0]
        guard used(shown) > width else { return }
        for column in shown { headers[column] = Self.broken(columns[column]) }
        measure(rows)
        guard used(shown) > width else { return }
        digits = 4
        measure(rows)
        guard used(shown) > width else { return }
        cut(rows, shown, to: width)
        guard used(shown) > width else { return }
        for step in Self.blockSteps {
            (longest, digits, gap) = (step.text, step.digits, step.gap)
            blocks = [shown]
            measure(rows)
            block(shown, width)
            if blocks.count < 3 { break }
        }
    }

    /// As many columns a block as the width has room for.
    private mutating func block(_ shown: [Int], _ width: Int) {
        blocks = [[]]
        for column in shown {
            let block = blocks[blocks.count - 1]
            if !block.isEmpty, numberWidth + gap + used(block + [column]) > width { blocks.append([]) }
            blocks[blocks.count - 1].append(column)
        }
    }

    /// The longest texts first, as far as they must be.
    private mutating func cut(_ rows: [[ResultValue]], _ shown: [Int], to width: Int) {
        let texts = shown.filter { !layout.isNumeric[$0] }
        guard let widest = texts.map({ layout.widths[$0] }).max(), widest > Self.leastText else { return }
        for length in stride(from: widest - 1, through: Self.leastText, by: -1) {
            longest = length
            let saved = texts.reduce(0) { $0 + max(0, layout.widths[$1] - max(length, headerWidth($1))) }
            if used(shown) - saved <= width { break }
        }
        measure(rows)
    }

    private mutating func measure(_ rows: [[ResultValue]]) {
        layout = ColumnLayout(headerWidths: headers.indices.map(headerWidth))
        isCut = false
        let shown = blocks.joined()
        for row in rows {
            for column in shown {
                let whole = text(row[column])
                let text = shortened(whole, row[column])
                isCut = isCut || text != whole
                layout.see(row[column], text, column)
            }
        }
        layout.settle()
    }

    private func headerWidth(_ column: Int) -> Int { headers[column].map(\.displayWidth).max() ?? 0 }

    private func used(_ block: [Int]) -> Int {
        block.reduce(0) { $0 + layout.widths[$1] } + gap * max(0, block.count - 1)
    }

    var numberWidth: Int { max(1, String(nRows).count) }

    /// A cell as it is shown.
    func cell(_ value: ResultValue) -> String { shortened(text(value), value) }

    private func text(_ value: ResultValue) -> String { CellText.short(value, digits: digits).onOneLine }

    private func shortened(_ text: String, _ value: ResultValue) -> String {
        guard let longest, !value.isNumber, text.displayWidth > longest else { return text }
        return text.fitted(into: longest)
    }

    /// A name of several words over as many lines as its length asks for.
    private static func broken(_ name: String) -> [String] {
        var lines: [String] = []
        for (place, word) in name.split(separator: "_", omittingEmptySubsequences: false).enumerated() {
            let word = place == 0 ? String(word) : "_" + word
            if let last = lines.last, last.displayWidth + word.displayWidth <= headerWidth {
                lines[lines.count - 1] = last + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}

extension String {
    /// Cut so that no more columns are taken: a sentence at its end, a name in its middle, since names differ at both ends.
    func fitted(into width: Int) -> String {
        guard displayWidth > width, width > 1 else { return self }
        let characters = Array(self)
        var kept = min(characters.count - 1, width - 1)
        while kept > 0 {
            let ahead = contains(" ") ? kept : (kept + 1) / 2
            let text = String(characters.prefix(ahead)) + "…" + String(characters.suffix(kept - ahead))
            if text.displayWidth <= width { return text }
            kept -= 1
        }
        return "…"
    }
}
