import LogariumCharts
import LogariumCore
import LogariumOutput

/// Rows as an HTML table of limited length, and as a CSV to be saved.
struct TableMarkup {
    /// Rows that are shown; the CSV holds all.
    static let limit = 20
    /// Characters of an address: half of what Chromium opens, so that a few large tables leave the page below 10 MB.
    private static let longestAddress = 1_000_000

    private let table: ChartTable
    private let limit: Int

    /// - Parameter limit: rows that are shown.
    init(_ table: ChartTable, limit: Int = limit) { (self.table, self.limit) = (table, limit) }

    /// Says how many rows it leaves out.
    func html() -> String {
        let head = table.columnNames.map { "<th scope=\"col\">\(MarkupText.escaped($0))</th>" }.joined()
        let rows = table.rows.prefix(limit).map { row in "<tr>\(row.map(Self.cell).joined())</tr>" }
        let rest = table.rows.count - rows.count
        let note =
            rest > 0 ? "<p>The first \(rows.count) of \(table.rows.count) rows; the CSV holds all.</p>" : ""
        return """
            \(note)<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr>\(head)</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
            """
    }

    /// A table that is folded away, and the button that saves all of its rows.
    ///
    /// - Parameter name: of the file, without its end.
    func folded(name: String) throws -> String {
        let count = table.rows.count
        return """
            <div class="beside"><details><summary>Table, \(count) row\(count == 1 ? "" : "s")</summary>\(html())</details>
            \(try download(name: name))</div>
            """
    }

    func download(name: String) throws -> String {
        let output = StringOutput()
        var writer = OutputFormat.csv.writer(to: output)
        try writer.write(RowList(columnNames: table.columnNames, rows: table.rows))
        let address = "data:text/csv;charset=utf-8," + Self.percentEncoded(output.text)
        guard address.utf8.count < Self.longestAddress else {
            return "<span>The CSV is too large to be kept in the page: see the queries below.</span>"
        }
        let file = MarkupText.escaped(Self.fileName(name) + ".csv")
        return "<a class=\"download\" download=\"\(file)\" href=\"\(MarkupText.escaped(address))\">CSV</a>"
    }

    private static func cell(_ value: ResultValue) -> String {
        switch value {
        case .null: "<td></td>"
        case .integer(let number): "<td class=\"n\">\(number)</td>"
        case .real(let number): "<td class=\"n\">\(NumberText.short.text(number))</td>"
        case .text(let text): "<td><bdi>\(MarkupText.escaped(text))</bdi></td>"
        case .blob(let bytes): "<td>\(bytes.count) bytes</td>"
        }
    }

    /// What ends or alters an address is written %XX; the rest stays readable.
    private static func percentEncoded(_ text: String) -> String {
        var result: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if byte <= 0x20 || byte >= 0x7F || "%#\"<>\\^`{|}'&".utf8.contains(byte) {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Letters, digits, points and dashes only.
    private static func fileName(_ name: String) -> String {
        let kept = name.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-._".unicodeScalars.contains(scalar)
                ? Character(scalar) : "-"
        }
        return String(kept.prefix(80))
    }
}
