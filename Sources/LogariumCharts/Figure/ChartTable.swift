public import LogariumCore

/// Rows at hand, with columns found by their names: what a chart is drawn from, and what is shown beside it.
public struct ChartTable: Sendable {
    public let columnNames: [String]
    public var rows: [[ResultValue]]
    private let places: [String: Int]

    public init(columnNames: [String], rows: [[ResultValue]]) {
        self.columnNames = columnNames
        self.rows = rows
        places = Dictionary(
            columnNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads an answer to its end.
    public init(_ source: any RowSource) throws {
        var rows: [[ResultValue]] = []
        try source.forEachRow { rows.append($0) }
        self.init(columnNames: source.columnNames, rows: rows)
    }

    /// - Throws: `ChartError.missingColumns` where one is not there.
    public func require(_ names: [String], by chart: String) throws {
        let missing = names.filter { places[$0] == nil }
        guard missing.isEmpty else {
            throw ChartError.missingColumns(chart: chart, missing: missing, found: columnNames)
        }
    }

    /// These columns only, those that are there.
    public func selecting(_ names: [String]) -> ChartTable {
        let kept = names.compactMap { name in places[name].map { (name, $0) } }
        return ChartTable(columnNames: kept.map(\.0), rows: rows.map { row in kept.map { row[$0.1] } })
    }

    /// Every row with its cells by name.
    public var records: [Record] { rows.map { Record(cells: $0, places: places, columnNames: columnNames) } }

    public func filter(_ isWanted: (Record) -> Bool) -> ChartTable {
        ChartTable(columnNames: columnNames, rows: records.filter(isWanted).map(\.cells))
    }

    public struct Record: Sendable {
        public let cells: [ResultValue]
        fileprivate let places: [String: Int]
        let columnNames: [String]

        /// NULL where there is no such column.
        public subscript(_ name: String) -> ResultValue { places[name].map { cells[$0] } ?? .null }

        public func number(_ name: String) -> Double? { self[name].double }
        public func text(_ name: String) -> String? { self[name].text }

        /// A number or a text as a text, for keys and names; nil: NULL.
        public func word(_ name: String) -> String? {
            switch self[name] {
            case .null, .blob: nil
            case .integer(let value): String(value)
            case .real(let value): NumberText.short.text(value)
            case .text(let value): value
            }
        }

        public func isTrue(_ name: String) -> Bool { self[name].integer ?? 0 != 0 }
    }
}

extension Sequence {
    /// In groups, the groups in the order of their first members.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, members: [Element])] {
        var order: [Key] = []
        var groups: [Key: [Element]] = [:]
        for element in self {
            let key = key(element)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(element)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }
}

/// What keeps a chart from being drawn.
public enum ChartError: Error, Equatable, CustomStringConvertible {
    case missingColumns(chart: String, missing: [String], found: [String])
    case noRows(chart: String)
    case noSuchChart(name: String, known: [String])

    public var description: String {
        switch self {
        case .missingColumns(let chart, let missing, let found):
            "a \(chart) chart needs the columns \(missing.joined(separator: ", ")); "
                + "there are \(found.joined(separator: ", "))"
        case .noRows(let chart):
            "a \(chart) chart of no rows; ask for less with -p, or see `logarium query coverage`"
        case .noSuchChart(let name, let known):
            "there is no chart of \"\(name)\"; there are \(known.joined(separator: ", "))"
        }
    }
}
