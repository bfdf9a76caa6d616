extension SQLFunction {
    /// Everything about the function as a page of help.
    public var help: String {
        var parts = [
            "\(signature): \(summary)",
            "Arguments:\n" + Self.aligned(arguments.map { ($0.name, $0.meaning) }),
        ]
        if !result.fields.isEmpty {
            parts.append("A JSON object with:\n" + Self.aligned(result.fields.map { ($0.name, $0.meaning) }))
        }
        parts.append("\(isAggregate ? "Aggregate. " : "")NULL where \(nullRule).")
        parts.append("Source: \(source)")
        return parts.joined(separator: "\n\n") + "\n"
    }

    fileprivate static func aligned(_ lines: [(name: String, meaning: String)]) -> String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { line in
            "  \(line.name)\(String(repeating: " ", count: width - line.name.count))  \(line.meaning)"
        }.joined(separator: "\n")
    }
}

extension SQLTableFunction {
    /// Everything about the function as a page of help.
    public var help: String {
        [
            "\(signature): \(summary)",
            "Arguments:\n" + SQLFunction.aligned(arguments.map { ($0.name, $0.meaning) }),
            "Columns:\n" + SQLFunction.aligned(columns.map { ($0.name, $0.meaning) }),
            "Table-valued: SELECT … FROM \(signature). It reads the warehouse it is called in.",
            "Source: \(source)",
        ].joined(separator: "\n\n") + "\n"
    }
}
