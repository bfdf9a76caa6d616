public import LogariumCore

extension ReadConnection {
    /// Every query that answers without being told anything, sorted by name.
    ///
    /// - Throws: `ReadError` where the warehouse is too old for a query.
    public func standardAnswers() throws -> [NamedAnswer] {
        try QueryCatalog.all().filter(\.needsNothing).map { query in
            NamedAnswer(name: query.name, sql: query.sql, rows: try prepare(query))
        }
    }

    /// Every response and reported score in the table format, run by run, in an order that depends on what is
    /// stored and not on when it was ingested.
    public func responsesAnswer() throws -> NamedAnswer {
        let query = try QueryCatalog.internal("run_responses")
        return NamedAnswer(name: "responses", sql: query.sql, rows: try ResponseRows(query, on: self))
    }
}

/// The responses of one run after another: no sort ever holds more than a run.
private final class ResponseRows: RowSource {
    private let runs: ReadStatement
    private let responses: ReadStatement
    var columnNames: [String] { responses.columnNames }

    init(_ query: QueryDefinition, on connection: ReadConnection) throws {
        runs = try connection.prepare(QueryCatalog.internal("runs_in_order"))
        responses = try connection.prepare(query.sql)
    }

    func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
        try runs.forEachRow { run in
            try responses.bind("run_id", run[0])
            try responses.forEachRow(body)
        }
    }
}
