extension SQLFunction {
    /// What every query's filters mean.
    static let filters: [SQLFunction] = [
        SQLFunction(
            name: "is_asked",
            arguments: [
                SQLArgument("value", "of a row: a name, a step; NULL is met by no wish"),
                SQLArgument(
                    "asked",
                    "what is wanted: NULL for all; a value, or several parted by commas; of texts with * or % for any "
                        + "characters, of numbers also ranges (100..2000, 100.., ..2000)"),
            ],
            result: .real, summary: "1 where a value is what was asked for, else 0.", undefined: nil,
            ownNullRule: "never", source: "Equality of any of the values asked for",
            implementation: .scalar { (values) throws(SQLFunctionError) in
                .integer(values[0].isAsked(values[1]) ? 1 : 0)
            })
    ]
}
