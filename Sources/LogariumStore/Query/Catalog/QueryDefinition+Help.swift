import LogariumCore

extension QueryDefinition {
    /// The head as a page of help.
    public var help: String {
        var parts = ["\(name): \(sentence)"]
        if !notes.isEmpty { parts.append(notes) }
        if !parameters.isEmpty {
            let lines = parameters.map { [$0.name, $0.kind.rawValue, $0.defaultValue.text, $0.meaning] }
            let kinds = QueryParameter.Kind.allCases.filter { kind in parameters.contains { $0.kind == kind }
            }
            let writings = kinds.compactMap(\.writing).map { "\n  " + $0 }
            parts.append("Parameters (-p name=value):\n" + Self.aligned(lines) + writings.joined())
        }
        if parameters.contains(where: { $0.kind == .metrics }) {
            parts.append(
                "Metrics:\n" + Self.aligned(Metric.all.map { [$0.name, $0.unit.rawValue, $0.label] }))
        }
        for group in requirements { parts.append("Needs \(group.joined(separator: " or ")).") }
        let mark = { defaultColumns.contains($0) ? "* " : "  " }
        parts.append(
            "Columns\(defaultColumns.isEmpty ? "" : " (* in a table unless --all-columns is given)"):\n"
                + Self.aligned(columns.map { [mark($0.name) + $0.name, $0.unit, $0.meaning] }))
        if !source.isEmpty { parts.append("Source: \(source)") }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func aligned(_ lines: [[String]]) -> String {
        let count = lines.first?.count ?? 0
        let widths = (0..<count).map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "  " + (cells.dropLast() + line.suffix(1)).joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension QueryParameter.Default {
    var text: String {
        switch self {
        case .required: "required"
        case .none: "any"
        case .value(.integer(let value)): "\(value)"
        case .value(.real(let value)): "\(value)"
        case .value(.text(let value)): value
        case .value(.null), .value(.blob): ""
        }
    }
}
