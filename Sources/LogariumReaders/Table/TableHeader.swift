import LogariumCore

/// Which of the table's own names stands for which column.
struct TableHeader {
    /// The user's `--map`: column to the name that the table gives it.
    let map: [TableColumn: String]
    private let columns: [String: TableColumn]

    init(map: [TableColumn: String]) {
        self.map = map
        var columns: [String: TableColumn] = [:]
        for column in TableColumn.allCases { columns[map[column] ?? column.rawValue] = column }
        self.columns = columns
    }

    func column(_ name: String) -> TableColumn? { columns[name] }

    /// Whether names like these make a table of responses or scores.
    func isTable(_ names: some Sequence<String>) -> Bool {
        let found = Set(names.compactMap(column))
        return (found.contains(.model) || found.contains(.checkpoint)) && found.contains(.task)
            && found.contains(.example)
    }

    /// Columns in the order of a header.
    /// - Throws: `LineFault` for a name that is unknown or stands twice.
    func columns(of names: [String]) throws(LineFault) -> [TableColumn] {
        var found: [TableColumn] = []
        for name in names {
            guard let column = column(name) else {
                throw LineFault(reason: "the column \"\(name)\" is not known")
            }
            guard !found.contains(column) else {
                throw LineFault(reason: "the column \"\(name)\" stands twice")
            }
            found.append(column)
        }
        return found
    }

    static let remedy =
        "name it with --map COLUMN=\"its name\" or leave it out; the columns are "
        + TableColumn.allCases.map(\.rawValue).joined(separator: ", ")
}
