import LogariumCore

/// Why a query that could be asked has nothing to say: lines for stderr, so that no answer is left out in silence.
public enum EmptyAnswer {
    /// Queries whose rows rest on lines along an axis.
    private static let lineQueries = [
        "trend", "trend_points", "reversals", "shapes", "forecast", "by_subset", "behavior_trend",
        "trend_compare",
    ]

    /// The runs that are on no line, by why; none where all are.
    private static func offLine(
        _ query: QueryDefinition, _ given: [String: String], _ connection: ReadConnection,
        ofAnotherKind: Bool = true
    ) throws -> [String] {
        guard lineQueries.contains(query.name), let axis = try query.values(given: given)["axis"]?.text
        else { return [] }
        let found = try RunFilter(query, given, side: "").offLine(axis: axis, connection)
            .filter { ofAnotherKind || !$0.reason.isOfAnotherKind }
        guard !found.isEmpty else { return [] }
        let total = found.reduce(0) { $0 + $1.runs }
        let words = found.map { $0.reason.words(axis: axis, runs: $0.runs, models: $0.models) }
        return ["on no line along \(axis): \(total.of("run")): \(words.joined(separator: "; "))"]
    }

    /// - Parameter given: the parameters as they were given, all of which the warehouse has.
    /// - Returns: one line at least.
    /// - Throws: `ReadError`.
    public static func lines(
        _ query: QueryDefinition, given: [String: String], in connection: ReadConnection
    ) throws -> [String] {
        try sides(of: query, given).map { side in
            try line(query.name, RunFilter(query, given, side: side), side, connection)
        } + offLine(query, given, connection)
    }

    /// What an answer that has rows leaves out: runs on no line, runs of which only reported values are known.
    ///
    /// - Throws: `ReadError`.
    public static func linesOfLeftOut(
        _ query: QueryDefinition, given: [String: String], in connection: ReadConnection
    ) throws -> [String] {
        let offLine = try offLine(query, given, connection, ofAnotherKind: false)
        guard offLine.isEmpty else { return offLine }
        guard query.name == "metrics" else { return [] }
        let n = try RunFilter(query, given, side: "").withoutExamples(connection)
        guard n > 0 else { return [] }
        let held = try RunFilter(query, given, side: "").heldWithoutExamples(connection)
        return [
            "left out: \(n.of("run")) without log-probs and scores, of which there are \(held); \(remedy)"
        ]
    }

    /// Why a check of some tasks had nothing to look at; empty where there are such runs.
    ///
    /// - Throws: `ReadError`.
    public static func linesOfNoRuns(
        given: [String: String], in connection: ReadConnection
    ) throws -> [String] {
        let query = try QueryCatalog.query("metrics")
        let isEmpty = try !given.isEmpty && RunFilter(query, given, side: "").together(connection) == 0
        return isEmpty ? try lines(query, given: given, in: connection) : []
    }

    private static let remedy = "see `logarium query trend_reported`"
    /// Queries that need no log-probs.
    private static let answeringReports: Set = ["reconcile", "trend_reported", "runs", "coverage"]

    private static func sides(of query: QueryDefinition, _ given: [String: String]) -> [String] {
        let sides = Set(query.parameters.filter { given[$0.name] != nil }.map(\.side)).subtracting([""])
        return sides.isEmpty ? [""] : sides.sorted()
    }

    private static func line(
        _ query: String, _ filter: RunFilter, _ side: String, _ connection: ReadConnection
    ) throws -> String {
        let counts = try filter.counts(connection)
        let together = try filter.together(connection)
        let start = side.isEmpty ? "no rows" : "no rows (\(side))"
        guard together > 0 else {
            return counts.isEmpty
                ? "\(start): the warehouse holds no runs"
                : "\(start): \(counts.joined(separator: ", "))"
                    + (counts.count > 1 ? "; of all together: 0 runs" : "")
        }
        let found = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
        let bare = try filter.withoutExamples(connection)
        return "\(start): \(query) has nothing to show of \(together.of("run"))\(found)"
            + (try bare > 0 && !answeringReports.contains(query)
                ? "; \(bare) of them without log-probs and scores, of which there are "
                    + "\(filter.heldWithoutExamples(connection)); \(remedy)" : "")
    }
}
