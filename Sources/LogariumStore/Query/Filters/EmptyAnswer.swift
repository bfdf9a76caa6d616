import LogariumCore

/// Why a query that could be asked has nothing to say: lines for stderr, so that no answer is left out in silence.
public enum EmptyAnswer {
    /// Reasons of one query's own, which come behind the counts of runs; none where it has nothing to add.
    typealias Reasons = @Sendable (ReadConnection, [String: String]) throws -> [String]

    /// To give a query reasons of its own, add a line.
    static let reasonsByQuery: [String: Reasons] = [:]

    /// - Parameter given: the parameters as they were given, all of which the warehouse has.
    /// - Returns: one line at least.
    /// - Throws: `ReadError`.
    public static func lines(
        _ query: QueryDefinition, given: [String: String], in connection: ReadConnection
    ) throws -> [String] {
        try sides(of: query, given).map { side in
            try line(query.name, RunFilter(query, given, side: side), side, connection)
        } + (reasonsByQuery[query.name]?(connection, given) ?? [])
    }

    /// What an answer that has rows leaves out: the runs of which only scores or reported values are known.
    ///
    /// - Throws: `ReadError`.
    public static func linesOfLeftOut(
        _ query: QueryDefinition, given: [String: String], in connection: ReadConnection
    ) throws -> [String] {
        guard query.name == "metrics" else { return [] }
        let n = try RunFilter(query, given, side: "").withoutResponses(connection)
        guard n > 0 else { return [] }
        let held = try RunFilter(query, given, side: "").heldWithoutResponses(connection)
        return ["left out: \(n.of("run")) without log-probs, of which there are \(held); \(remedy)"]
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

    private static let remedy = "see `logarium query reconcile` and `logarium query trend_reported`"
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
        let bare = try filter.withoutResponses(connection)
        return "\(start): \(query) has nothing to show of \(together.of("run"))\(found)"
            + (try bare > 0 && !answeringReports.contains(query)
                ? "; \(bare) of them without log-probs, of which there are "
                    + "\(filter.heldWithoutResponses(connection)); \(remedy)" : "")
    }
}
