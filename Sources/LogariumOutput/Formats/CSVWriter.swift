import LogariumCore

/// RFC 4180, but for lines that end in LF, as every tool but the RFC expects.
struct CSVWriter: RowWriter {
    private let output: any TextOutput

    /// Whether a text that a spreadsheet would take for a formula gets a `'` before it.
    private let isSafe: Bool

    init(_ output: any TextOutput, isSafe: Bool = false) { (self.output, self.isSafe) = (output, isSafe) }

    func begin(columns: [String]) throws {
        try output.write(Self.header(columns))
    }

    static func header(_ columns: [String]) -> String {
        columns.map { quoted($0) }.joined(separator: ",") + "\n"
    }

    func write(_ row: [ResultValue]) throws {
        try output.write(row.map(cell).joined(separator: ",") + "\n")
    }

    func end() {}

    private func cell(_ value: ResultValue) -> String {
        if case .text(let text) = value {
            Self.quoted(isSafe ? text.harmlessInSpreadsheets : text)
        } else {
            CellText.exact(value)
        }
    }

    /// An empty text is quoted, so that NULL is the only empty cell.
    private static func quoted(_ text: String) -> String {
        let special: Set<UInt8> = [0x22, 0x2C, 0x0A, 0x0D]
        let utf8 = text.utf8
        guard
            utf8.isEmpty || utf8.first == 0x20 || utf8.last == 0x20 || utf8.contains(where: special.contains)
        else { return text }
        return "\"" + text.doubling("\"") + "\""
    }
}

extension String {
    /// With a `'` before what a spreadsheet would run (https://owasp.org/www-community/attacks/CSV_Injection).
    var harmlessInSpreadsheets: String {
        guard let first = unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else {
            return self
        }
        return "'" + self
    }

    /// With every occurrence of an ASCII character written twice.
    func doubling(_ character: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            result.append(scalar)
            if scalar == character { result.append(scalar) }
        }
        return String(result)
    }

    /// With ASCII characters replaced.
    func replacing(_ replacements: [Unicode.Scalar: String]) -> String {
        var result = ""
        for scalar in unicodeScalars {
            if let replacement = replacements[scalar] {
                result += replacement
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
