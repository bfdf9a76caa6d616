/// The opening comment of a query file, taken apart.
///
///     -- One sentence.
///     --
///     -- Notes, if any: what the words mean.
///     --
///     -- Parameters:
///     --     name  kind  default  meaning
///     -- Columns:
///     --     name  unit  meaning
///     -- Source: text
///
/// `Default columns: a, b` names those that people see unless they ask for more.
/// Two spaces or more part the fields, one line a field list.
/// `Requires: a or b` demands one of the two parameters.
struct QueryHead {
    private(set) var sentence = ""
    private(set) var notes = ""
    private(set) var parameters: [QueryParameter] = []
    private(set) var columns: [QueryColumn] = []
    /// Empty: all.
    private(set) var defaultColumns: [String] = []
    private(set) var requirements: [[String]] = []
    private(set) var source = ""

    private enum Section { case sentence, notes, parameters, defaultColumns, columns, source }
    private var section = Section.sentence
    private let file: String

    /// - Throws: `ReadError.badHead`.
    init(of sql: String, file: String) throws {
        self.file = file
        for line in Self.commentLines(of: sql) { try read(line) }
        guard !sentence.isEmpty, !columns.isEmpty else { throw fault("no sentence or no columns") }
        let names = Set(columns.map(\.name))
        for name in defaultColumns where !names.contains(name) {
            throw fault("the default column \(name) is no column")
        }
    }

    /// Byte by byte, because every question begins here.
    private static func commentLines(of sql: String) -> [Substring] {
        var lines: [Substring] = []
        var rest = sql.utf8[...]
        while rest.starts(with: "--".utf8) {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            lines.append(Substring(line.dropFirst(2)))
            rest = rest[line.endIndex...].dropFirst()
        }
        return lines
    }

    private mutating func read(_ line: Substring) throws {
        let text = String(line.drop { $0 == " " })
        if text == "Parameters:" {
            section = .parameters
        } else if text == "Columns:" {
            section = .columns
        } else if text.hasPrefix("Default columns: ") {
            section = .defaultColumns
            try readBody(String(text.dropFirst(17)))
        } else if text.hasPrefix("Source: ") {
            (section, source) = (.source, String(text.dropFirst(8)))
        } else if text.hasPrefix("Requires: ") {
            requirements.append(text.dropFirst(10).components(separatedBy: " or "))
        } else if !text.isEmpty {
            try readBody(text)
        } else if section == .sentence {
            section = .notes
        }
    }

    private mutating func readBody(_ text: String) throws {
        switch section {
        case .sentence: sentence += (sentence.isEmpty ? "" : " ") + text
        case .notes: notes += (notes.isEmpty ? "" : " ") + text
        case .source: source += " " + text
        case .defaultColumns:
            defaultColumns += text.components(separatedBy: ",").map(\.trimmed).filter { !$0.isEmpty }
        case .parameters:
            parameters.append(try parameter(text.components(separatedBy: "  ").filter { !$0.isEmpty }))
        case .columns: columns.append(try column(text.components(separatedBy: "  ").filter { !$0.isEmpty }))
        }
    }

    private func parameter(_ fields: [String]) throws -> QueryParameter {
        let fields = fields.map(\.trimmed)
        guard fields.count == 4, let kind = QueryParameter.Kind(rawValue: fields[1]) else {
            throw fault(
                "a parameter is not \"name  kind  default  meaning\": \(fields.joined(separator: "  "))")
        }
        let standard: QueryParameter.Default
        switch fields[2] {
        case "required": standard = .required
        case "none": standard = .none
        default:
            guard let value = kind.value(from: fields[2]) else {
                throw fault("the default of \(fields[0]) is not \(kind.article)")
            }
            standard = .value(value)
        }
        return QueryParameter(name: fields[0], kind: kind, defaultValue: standard, meaning: fields[3])
    }

    private func column(_ fields: [String]) throws -> QueryColumn {
        let fields = fields.map(\.trimmed)
        guard fields.count == 3 else {
            throw fault("a column is not \"name  unit  meaning\": \(fields.joined(separator: "  "))")
        }
        return QueryColumn(name: fields[0], unit: fields[1], meaning: fields[2])
    }

    private func fault(_ reason: String) -> ReadError { .badHead(file: file, reason: reason) }
}

extension String {
    fileprivate var trimmed: String {
        let space = UInt8(ascii: " ")
        var text = utf8.drop { $0 == space }
        while text.last == space { text.removeLast() }
        return String(Substring(text))
    }

    /// The parts between a separator of one or more characters.
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = utf8[...]
        while let place = rest.firstRange(of: separator) {
            parts.append(String(Substring(rest[..<place.lowerBound])))
            rest = rest[place.upperBound...]
        }
        return parts + [String(Substring(rest))]
    }
}
