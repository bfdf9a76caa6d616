/// A way to write rows. A new case must be given a writer below: the compiler asks for it.
public enum OutputFormat: String, Sendable, CaseIterable {
    /// Aligned columns for people; numbers to six digits.
    case table
    /// RFC 4180 with LF line ends; NULL is empty, an empty text is `""`; numbers to the last digit.
    case csv
    /// Tab-separated; tab, line end and backslash are written `\t`, `\n`, `\\`.
    case tsv
    /// An array of objects; infinities are the texts "inf" and "-inf".
    case json
    /// One JSON object a line.
    case ndjson
    /// A GitHub table; numbers to six digits.
    case markdown
    /// A booktabs `tabular`; numbers to six digits.
    case latex

    /// Whether it is read by people, who want the columns that matter, not by programs, which want all.
    public var isForPeople: Bool { [.table, .markdown, .latex].contains(self) }

    /// By the end of a file's name; nil where it says nothing.
    public init?(path: String) {
        switch path.split(separator: ".").last?.lowercased() {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "md", "markdown": self = .markdown
        case "tex", "latex": self = .latex
        case "txt": self = .table
        default: return nil
        }
    }

    /// - Parameters:
    ///   - style: how tables are laid out; of no effect on the formats for machines.
    ///   - csvSafe: whether texts that a spreadsheet would take for formulas get a `'` before them, in CSV and TSV.
    public func writer(
        to output: any TextOutput, style: TableStyle = TableStyle(), csvSafe: Bool = false
    ) -> any RowWriter {
        switch self {
        case .table: TableWriter(output, style: style)
        case .csv: CSVWriter(output, isSafe: csvSafe)
        case .tsv: TSVWriter(output, isSafe: csvSafe)
        case .json: JSONWriter(output)
        case .ndjson: NDJSONWriter(output)
        case .markdown: MarkdownWriter(output)
        case .latex: LaTeXWriter(output)
        }
    }
}
