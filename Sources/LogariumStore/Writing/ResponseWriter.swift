import GRDB
import LogariumCore

/// Stores responses and scores; what is derived from a response is derived here, once.
final class ResponseWriter {
    private let examples: ExampleWriter
    private let responses: BulkInsertion
    private let scoreInsertion: PreparedStatement

    /// - Parameter examples: that the responses and scores refer to.
    init(_ db: Database, examples: ExampleWriter) throws {
        self.examples = examples
        responses = try BulkInsertion(
            db, into: "response",
            [
                "run_id", "example_id", "status", "logodds", "credit", "n_tied", "lse_matching", "lse_other",
                "max_matching", "max_other", "greedy", "logprobs", "unconditional", "n_tokens",
            ], capacity: 16, after: examples.insertion)
        scoreInsertion = try PreparedStatement(
            db,
            """
            INSERT INTO score (run_id, example_id, metric, filter_name, value, weight, status, raw)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// The row may wait for others: see `flush`.
    func insert(_ response: ResponseRecord, run: Int64, example: KnownExample) throws {
        let logprobs = response.logprobs
        let derived = ResponseDerivation(
            logprobs: logprobs.values, isMissing: logprobs.hasMissing ? logprobs.isMissing : [],
            matching: example.matching)
        try responses.add { s in
            s.bind(1, run)
            s.bind(2, example.id)
            s.bind(3, derived.status.rawValue)
            s.bind(4, derived.logodds)
            s.bind(5, derived.credit)
            s.bind(6, derived.nTied)
            s.bind(7, derived.lseMatching)
            s.bind(8, derived.lseOther)
            s.bind(9, derived.maxMatching)
            s.bind(10, derived.maxOther)
            s.bind(11, response.greedy.map(Self.bits))
            logprobs.withText { s.bind(12, utf8: $0) }
            response.unconditional?.withText { s.bind(13, utf8: $0) }
            if let nTokens = response.nTokens { s.bind(14, JSONArray.text(nTokens)) }
        }
    }

    /// Stores the responses that wait, and the examples.
    func flush() throws { try responses.flush() }

    func insert(_ score: ScoreRecord, filter: String, run: Int64, example: Int64) throws {
        try examples.flush()
        let s = scoreInsertion
        s.bind(1, run)
        s.bind(2, example)
        s.bind(3, score.metric)
        s.bind(4, filter)
        s.bind(5, score.value)
        s.bind(6, score.weight)
        s.bind(7, score.status.rawValue)
        s.bind(8, score.raw)
        try s.run()
    }

    /// Bit k is choice k; choices past the 63rd have no bit.
    static func bits(_ greedy: [Bool]) -> Int64 {
        greedy.prefix(63).enumerated().reduce(0) { $1.element ? $0 | 1 << Int64($1.offset) : $0 }
    }
}
