extension SQLFunction {
    /// Texts put together, as newer SQLite (3.44), DuckDB and Spark have it.
    static let texts: [SQLFunction] = [
        SQLFunction(
            name: "concat_ws",
            arguments: [
                SQLArgument("separator", "between two texts"), SQLArgument("text_1", "NULL is skipped"),
            ]
                + (2...12).map { SQLArgument("text_\($0)", "as text_1", isOptional: true) },
            result: .text, summary: "The texts that are not NULL, joined; empty where all are.",
            undefined: nil, ownNullRule: "separator is NULL", source: "PostgreSQL; SQLite 3.44",
            implementation: .scalar { (values) throws(SQLFunctionError) in
                guard let separator = values[0].text else { return .null }
                return .text((1..<values.count).compactMap { values[$0].text }.joined(separator: separator))
            })
    ]
}
