import ArgumentParser
import LogariumCore
import LogariumOutput
import LogariumStore

/// Which columns of a standard query are shown.
struct ColumnOptions: ParsableArguments {
    @Option(help: "Only these columns, in this order: a,b,c.")
    var columns: String?

    @Flag(help: "Every column; a table has the query's default ones, a file or a pipe has all.")
    var allColumns = false

    func validate() throws {
        if allColumns, columns != nil { throw ValidationError("--all-columns does not go with --columns") }
    }

    /// The answer with the columns that are wanted.
    func chosen(
        from answer: any RowSource, of query: QueryDefinition, as format: OutputFormat
    ) throws -> any RowSource {
        if let columns {
            return try SelectedColumns(answer, columns: columns.split(separator: ",").map(String.init))
        }
        guard isShortened(query, as: format) else { return answer }
        return try SelectedColumns(answer, columns: query.defaultColumns)
    }

    /// Says how many columns there are where they are not all shown.
    func explain(_ query: QueryDefinition, as format: OutputFormat) {
        guard isShortened(query, as: format) else { return }
        Hint.print(
            "\(query.defaultColumns.count) of \(query.columns.count) columns: --all-columns shows the others, "
                + "`logarium query \(query.name) --help` what they mean")
    }

    /// Columns that all rows agree in stand above a table, unless they were asked for one by one.
    var liftsConstants: Bool { columns == nil }

    private func isShortened(_ query: QueryDefinition, as format: OutputFormat) -> Bool {
        columns == nil && !allColumns && format.isForPeople && !query.defaultColumns.isEmpty
            && query.defaultColumns.count < query.columns.count
    }
}
