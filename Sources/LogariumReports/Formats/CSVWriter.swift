import LogariumCore

/// RFC 4180, but for lines that end in LF, as every tool but the RFC expects.
struct CSVWriter: RowWriter {
    private let output: any TextOutput

    init(_ output: any TextOutput) { self.output = output }

    func begin(columns: [String]) throws {
        try output.write(Self.header(columns))
    }

    static func header(_ columns: [String]) -> String {
        columns.map { quoted($0) }.joined(separator: ",") + "\n"
    }

    func write(_ row: [ResultValue]) throws {
        try output.write(row.map(Self.cell).joined(separator: ",") + "\n")
    }

    func end() {}

    private static func cell(_ value: ResultValue) -> String {
        if case .text(let text) = value { quoted(text) } else { CellText.exact(value) }
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
