import LogariumCore
import LogariumReaders

/// The argument of `--map`, checked against the columns of a format.
enum ColumnMapping {
    static func table(_ columns: [String: String]) throws -> [TableColumn: String] {
        try mapping(columns, of: "a table")
    }

    static func aggregates(_ columns: [String: String]) throws -> [AggregateColumn: String] {
        try mapping(columns, of: "a table of aggregates")
    }

    private static func mapping<Column: RawRepresentable<String> & CaseIterable & Hashable>(
        _ columns: [String: String], of format: String
    ) throws -> [Column: String] {
        var map: [Column: String] = [:]
        for (ours, theirs) in columns {
            guard let column = Column(rawValue: ours) else {
                throw SourceError(
                    path: "--map", reason: "\(format) has no column \"\(ours)\"",
                    remedy: "the columns are \(Column.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            map[column] = theirs
        }
        return map
    }
}
