import LogariumCore

/// Aligned columns under a rule; a table wider than the terminal in blocks of columns, rows numbered.
struct TableWriter: RowWriter {
    private let output: any TextOutput
    private let style: TableStyle
    private var columns: [String] = []
    private var layout = ColumnLayout(columns: [])
    private var held: [[String]] = []
    private var isSettled = false

    init(_ output: any TextOutput, style: TableStyle) { (self.output, self.style) = (output, style) }

    mutating func begin(columns: [String]) {
        self.columns = columns.map(\.onOneLine)
        layout = ColumnLayout(columns: self.columns)
    }

    mutating func write(_ row: [ResultValue]) throws {
        let texts = row.map { CellText.short($0).onOneLine }
        if isSettled { return try line(texts, Array(columns.indices)) }
        layout.see(row, texts)
        held.append(texts)
        if held.count >= ColumnLayout.sampleSize { try settle(blocks: [Array(columns.indices)]) }
    }

    mutating func end() throws {
        if !isSettled { try settle(blocks: blocks()) }
    }

    private mutating func settle(blocks: [[Int]]) throws {
        layout.settle()
        isSettled = true
        for (place, block) in blocks.enumerated() {
            if place > 0 { try output.write("\n") }
            try header(block, numbered: blocks.count > 1)
            for (number, texts) in held.enumerated() {
                try line(texts, block, number: blocks.count > 1 ? number + 1 : nil)
            }
        }
        held = []
    }

    /// The columns in as many blocks as the terminal's width asks for.
    private func blocks() -> [[Int]] {
        let whole = Array(columns.indices)
        guard let width = style.width, used(whole) > width else { return [whole] }
        var blocks: [[Int]] = [[]]
        for column in whole {
            let block = blocks[blocks.count - 1]
            if !block.isEmpty, numberWidth + 2 + used(block + [column]) > width { blocks.append([]) }
            blocks[blocks.count - 1].append(column)
        }
        return blocks
    }

    private func used(_ block: [Int]) -> Int {
        block.reduce(0) { $0 + layout.widths[$1] } + 2 * max(0, block.count - 1)
    }

    private var numberWidth: Int { max(1, String(held.count).count) }

    private func header(_ block: [Int], numbered: Bool) throws {
        let lead = numbered ? [String(repeating: " ", count: numberWidth - 1) + "#"] : []
        let names = (lead + block.map { layout.pad(columns[$0], $0) }).joined(separator: "  ")
        let rule = (numbered ? [numberWidth] : []) + block.map { layout.widths[$0] }
        try output.write(
            (style.isColoured ? "\u{1B}[1m\(names)\u{1B}[0m" : names).withoutTrailingSpace + "\n")
        try output.write(rule.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n")
    }

    private func line(_ texts: [String], _ block: [Int], number: Int? = nil) throws {
        let lead = number.map { number in
            let text = String(number)
            return [String(repeating: " ", count: max(0, numberWidth - text.count)) + text]
        }
        let cells = (lead ?? []) + block.map { layout.pad(texts[$0], $0) }
        try output.write(cells.joined(separator: "  ").withoutTrailingSpace + "\n")
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
public struct TableStyle: Sendable {
    /// Columns of the terminal: a wider table is broken into blocks of columns. Nil: never broken.
    public var width: Int?
    /// The header in bold. The rule below it says the same without.
    public var isColoured: Bool

    public init(width: Int? = nil, isColoured: Bool = false) {
        self.width = width
        self.isColoured = isColoured
    }
}
