import LogariumCore
import Testing

@testable import LogariumOutput

@Suite("One tricky table")
struct OutputFormatTests {
    static let columns = ["name", "count", "value", "name"]
    static let rows: [[ResultValue]] = [
        [.text("plain"), .integer(1), .real(0.5), .null],
        [.text("say \"hi\", you"), .integer(9_007_199_254_740_993), .real(0.1 + 0.2), .text("")],
        [.text("two\nlines\tand | pipe"), .integer(-3), .real(.infinity), .text("50% of $x_1 & {y}")],
        [.text("naïve 日本 🙂"), .null, .real(-.infinity), .text("\\ <tag> ~^#")],
        [.text(" led"), .integer(0), .real(.leastNonzeroMagnitude), .blob([0, 171, 255])],
        [.text("big"), .integer(.min), .real(1.7976931348623157e308), .real(1e6)],
    ]

    private func text(_ format: OutputFormat, style: TableStyle = TableStyle()) throws -> String {
        let output = StringOutput()
        var writer = format.writer(to: output, style: style)
        try writer.write(RowList(columnNames: Self.columns, rows: Self.rows))
        return output.text
    }

    @Test("as csv keeps every digit, and NULL apart from an empty text")
    func csv() throws {
        #expect(
            try text(.csv) == """
                name,count,value,name
                plain,1,0.5,
                "say ""hi"", you",9007199254740993,0.30000000000000004,""
                "two
                lines\tand | pipe",-3,inf,50% of $x_1 & {y}
                naïve 日本 🙂,,-inf,\\ <tag> ~^#
                " led",0,5e-324,00abff
                big,-9223372036854775808,1.7976931348623157e+308,1000000.0

                """)
    }

    @Test("as tsv is one line a row")
    func tsv() throws {
        #expect(
            try text(.tsv) == """
                name\tcount\tvalue\tname
                plain\t1\t0.5\t
                say "hi", you\t9007199254740993\t0.30000000000000004\t
                two\\nlines\\tand | pipe\t-3\tinf\t50% of $x_1 & {y}
                naïve 日本 🙂\t\t-inf\t\\\\ <tag> ~^#
                 led\t0\t5e-324\t00abff
                big\t-9223372036854775808\t1.7976931348623157e+308\t1000000.0

                """)
    }

    @Test("as json is an array of objects with keys of their own")
    func json() throws {
        #expect(
            try text(.json) == #"""
                [
                  {"name": "plain", "count": 1, "value": 0.5, "name_2": null},
                  {"name": "say \"hi\", you", "count": 9007199254740993, "value": 0.30000000000000004, "name_2": ""},
                  {"name": "two\nlines\tand | pipe", "count": -3, "value": "inf", "name_2": "50% of $x_1 & {y}"},
                  {"name": "naïve 日本 🙂", "count": null, "value": "-inf", "name_2": "\\ <tag> ~^#"},
                  {"name": " led", "count": 0, "value": 5e-324, "name_2": "00abff"},
                  {"name": "big", "count": -9223372036854775808, "value": 1.7976931348623157e+308, "name_2": 1000000.0}
                ]

                """#)
    }

    @Test("as ndjson is the same, an object a line")
    func ndjson() throws {
        let lines = try text(.ndjson).split(separator: "\n").map(String.init)
        let objects = try text(.json).split(separator: "\n").dropFirst().dropLast().map {
            $0.dropFirst(2).description.trimmingSuffix(",")
        }
        #expect(lines == objects)
    }

    @Test("as table is aligned, whatever the width of its characters")
    func table() throws {
        #expect(
            try text(.table) == """
                name                                 count         value  name
                ────────────────────  ────────────────────  ────────────  ─────────────────
                plain                                    1           0.5
                say "hi", you             9007199254740993           0.3
                two↵lines→and | pipe                    -3           inf  50% of $x_1 & {y}
                naïve 日本 🙂                                       -inf  \\ <tag> ~^#
                 led                                     0  4.94066e-324  00abff
                big                   -9223372036854775808  1.79769e+308  1e+06

                """)
    }

    @Test("as markdown escapes what would break it")
    func markdown() throws {
        #expect(
            try text(.markdown) == #"""
                | name                     |                count |        value | name               |
                | ------------------------ | -------------------: | -----------: | ------------------ |
                | plain                    |                    1 |          0.5 |                    |
                | say "hi", you            |     9007199254740993 |          0.3 |                    |
                | two<br>lines and \| pipe |                   -3 |          inf | 50% of $x\_1 & {y} |
                | naïve 日本 🙂            |                      |         -inf | \\ &lt;tag&gt; ~^# |
                |  led                     |                    0 | 4.94066e-324 | 00abff             |
                | big                      | -9223372036854775808 | 1.79769e+308 | 1e+06              |

                """#)
    }

    @Test("as latex is a booktabs tabular")
    func latex() throws {
        #expect(
            try text(.latex) == ##"""
                \begin{tabular}{lrrl}
                \toprule
                name                                      &                count &                      value & name                                                                                \\
                \midrule
                plain                                     &                    1 &                      $0.5$ &                                                                                     \\
                say \textquotedbl{}hi\textquotedbl{}, you &     9007199254740993 &                      $0.3$ &                                                                                     \\
                two lines and \textbar{} pipe             &                   -3 &                   $\infty$ & 50\% of \$x\_1 \& \{y\}                                                             \\
                naïve 日本 🙂                             &                      &                  $-\infty$ & \textbackslash{} \textless{}tag\textgreater{} \textasciitilde{}\textasciicircum{}\# \\
                 led                                      &                    0 & $4.94066 \times 10^{-324}$ & 00abff                                                                              \\
                big                                       & -9223372036854775808 &  $1.79769 \times 10^{308}$ & $1 \times 10^{6}$                                                                   \\
                \bottomrule
                \end{tabular}

                """##)
    }

    @Test("wider than the terminal is broken into blocks with numbered rows")
    func blocks() throws {
        let text = try text(.table, style: TableStyle(width: 50))
        let blocks = text.split(separator: "\n\n")
        #expect(blocks.count == 2)
        for block in blocks {
            let lines = block.split(separator: "\n")
            #expect(lines.count == 8)
            #expect(lines[0].hasPrefix("#") && lines[7].hasPrefix("6"))
            #expect(lines.allSatisfy { String($0).displayWidth <= 50 })
        }
    }

    @Test("without rows is a header, or an empty array", arguments: OutputFormat.allCases)
    func noRows(_ format: OutputFormat) throws {
        let output = StringOutput()
        var writer = format.writer(to: output)
        try writer.write(RowList(columnNames: ["a", "b"], rows: []))
        let expected: [OutputFormat: String] = [
            .csv: "a,b\n", .tsv: "a\tb\n", .json: "[]\n", .ndjson: "", .table: "a  b\n─  ─\n",
            .markdown: "| a | b |\n| --- | --- |\n",
            .latex: "\\begin{tabular}{ll}\n\\toprule\na & b \\\\\n\\midrule\n\\bottomrule\n\\end{tabular}\n",
        ]
        #expect(output.text == expected[format])
    }

    @Test(
        "longer than a layout is settled on is written whole",
        arguments: [OutputFormat.table, .markdown, .latex])
    func long(_ format: OutputFormat) throws {
        let rows = (1...ColumnLayout.sampleSize + 5).map { [ResultValue.integer(Int64($0)), .text("x")] }
        let output = StringOutput()
        var writer = format.writer(to: output)
        try writer.write(RowList(columnNames: ["n", "x"], rows: rows))
        #expect(output.text.contains("\(ColumnLayout.sampleSize + 5)"))
        #expect(output.text.split(separator: "\n").count >= rows.count + 2)
    }

    @Test("is cut at a limit only by saying so")
    func limit() throws {
        let source = RowList(columnNames: Self.columns, rows: Self.rows)
        let output = StringOutput()
        var writer = OutputFormat.ndjson.writer(to: output)
        #expect(try writer.write(source, limit: 2) == RowCount(rows: 2, isCut: true))
        #expect(try writer.write(source, limit: 6) == RowCount(rows: 6, isCut: false))
    }

    @Test(
        "A file's name tells the format",
        arguments: [
            ("a.csv", OutputFormat.csv), ("a.tsv", .tsv), ("a.json", .json), ("a.jsonl", .ndjson),
            ("a.MD", .markdown),
            ("a.tex", .latex), ("a.txt", .table),
        ])
    func byName(_ name: String, _ format: OutputFormat) {
        #expect(OutputFormat(path: name) == format)
        #expect(OutputFormat(path: "csv.unknown") == nil)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
