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
