import LogariumCore

/// Aligned columns under a rule, laid out by `TableFit`; what every row says alike stands above.
struct TableWriter: RowWriter {
    private let output: any TextOutput
    private let style: TableStyle
    private var columns: [String] = []
    private var held: [[ResultValue]] = []
    private var settled: TableFit?

    init(_ output: any TextOutput, style: TableStyle) { (self.output, self.style) = (output, style) }

    mutating func begin(columns: [String]) { self.columns = columns.map(\.onOneLine) }

    mutating func write(_ row: [ResultValue]) throws {
        if let settled { return try line(row, settled.blocks[0], settled) }
        held.append(row)
        if held.count >= ColumnLayout.sampleSize { try settle(isWhole: false) }
    }

    mutating func end() throws {
        if settled == nil { try settle(isWhole: true) }
    }

    private mutating func settle(isWhole: Bool) throws {
        let fit = TableFit(columns: columns, rows: held, style: style, isWhole: isWhole)
        settled = fit
        try preface(fit)
        if held.count == 1, fit.blocks.count > 1 {
            try record(held[0], fit)
        } else {
            for (place, block) in fit.blocks.enumerated() {
                if place > 0 { try output.write("\n") }
                try header(block, fit)
                for (number, row) in held.enumerated() {
                    try line(row, block, fit, number: fit.blocks.count > 1 ? number + 1 : nil)
                }
            }
        }
        held = []
        if fit.isCut { style.onCut?() }
    }

    /// What all rows have in common, and what none has.
    private func preface(_ fit: TableFit) throws {
        let width = style.width ?? Self.prefaceWidth
        let constants = fit.constants.map { "\($0.name)=\($0.text)".fitted(into: width) }
        let empty = fit.empty.enumerated().map { place, name in
            (place == 0 ? "no value: " : "") + name + (place < fit.empty.count - 1 ? "," : "")
        }
        guard !constants.isEmpty || !empty.isEmpty else { return }
        for line in Self.lines(constants, width, gap: "  ") + Self.lines(empty, width, gap: " ") {
            try output.write(line + "\n")
        }
        try output.write("\n")
    }

    private static let prefaceWidth = 110

    private static func lines(_ words: [String], _ width: Int, gap: String) -> [String] {
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.displayWidth + gap.count + word.displayWidth <= width {
                lines[lines.count - 1] = last + gap + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    private func header(_ block: [Int], _ fit: TableFit) throws {
        let isNumbered = fit.blocks.count > 1
        let height = block.map { fit.headers[$0].count }.max() ?? 1
        for place in 0..<height {
            let lead = isNumbered ? [Self.right(place == height - 1 ? "#" : "", fit.numberWidth)] : []
            let names = block.map { column in
                let lines = fit.headers[column]
                let own = place - (height - lines.count)
                return fit.layout.pad(own < 0 ? "" : lines[own], column)
            }
            let text = (lead + names).joined(separator: String(repeating: " ", count: fit.gap))
                .withoutTrailingSpace
            try output.write((style.isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text) + "\n")
        }
        let rule = (isNumbered ? [fit.numberWidth] : []) + block.map { fit.layout.widths[$0] }
        try output.write(
            rule.map { String(repeating: "─", count: $0) }.joined(
                separator: String(repeating: " ", count: fit.gap)) + "\n")
    }

    private func line(
        _ row: [ResultValue], _ block: [Int], _ fit: TableFit, number: Int? = nil
    ) throws {
        let lead = number.map { [Self.right(String($0), fit.numberWidth)] } ?? []
        let cells = lead + block.map { fit.layout.pad(fit.cell(row[$0]), $0) }
        try output.write(
            cells.joined(separator: String(repeating: " ", count: fit.gap)).withoutTrailingSpace + "\n")
    }

    /// One row with a line a column.
    private func record(_ row: [ResultValue], _ fit: TableFit) throws {
        let shown = fit.blocks.flatMap { $0 }
        let nameWidth = shown.map { columns[$0].displayWidth }.max() ?? 0
        let room = style.width.map { max(20, $0 - nameWidth - 2) }
        for column in shown {
            let text = CellText.short(row[column]).onOneLine
            let fitted = room.map(text.fitted) ?? text
            if fitted != text { style.onCut?() }
            let pad = String(repeating: " ", count: nameWidth - columns[column].displayWidth)
            try output.write("\(columns[column])\(pad)  \(fitted)".withoutTrailingSpace + "\n")
        }
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension String {
    /// Line ends and control characters made visible, so that a row stays a line and a terminal stays sane.
    var onOneLine: String {
        guard unicodeScalars.contains(where: PlainText.isHarmful) || contains("\n") || contains("\t") else {
            return self
        }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "↵"
            case "\t": result += "→"
            case _ where PlainText.isHarmful(scalar): result += "�"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    var withoutTrailingSpace: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}

/// How a table for people is laid out.
public struct TableStyle {
    /// Columns of the terminal, into which a wider table is made to fit. Nil: it is as wide as it is.
    public var width: Int?
    /// The header in bold. The rule below it says the same without.
    public var isColoured: Bool
    /// Whether columns that are equal in all rows, or empty, stand above the table.
    public var liftsConstants: Bool
    /// Called where a text was cut.
    public var onCut: (() -> Void)?

    public init(
        width: Int? = nil, isColoured: Bool = false, liftsConstants: Bool = false,
        onCut: (() -> Void)? = nil
    ) {
        self.width = width
        self.isColoured = isColoured
        self.liftsConstants = liftsConstants
        self.onCut = onCut
    }
}
