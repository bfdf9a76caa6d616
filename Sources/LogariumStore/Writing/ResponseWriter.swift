import GRDB
import LogariumCore

/// Stores responses and scores; what is derived from a response is derived here, once.
final class ResponseWriter {
    private let responseInsertion: PreparedStatement
    private let scoreInsertion: PreparedStatement

    init(_ db: Database) throws {
        responseInsertion = try PreparedStatement(
            db,
            """
            INSERT INTO response (
                run_id, example_id, status, logodds, credit, n_tied, lse_matching, lse_other, max_matching,
                max_other, greedy, logprobs, unconditional, n_tokens
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        scoreInsertion = try PreparedStatement(
            db,
            """
            INSERT INTO score (run_id, example_id, metric, filter, value, weight, status, raw)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    func insert(_ response: ResponseStatement, run: Int64, example: KnownExample) throws -> ResponseStatus {
        let derived = ResponseDerivation(
            logprobs: response.logprobs.values, isMissing: response.logprobs.isMissing,
            matching: example.matching)
        let s = responseInsertion
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
        s.bind(12, response.logprobs.json)
        s.bind(13, response.unconditional?.json)
        s.bind(14, response.nTokens.map { JSONText.array($0) })
        try s.run()
        return derived.status
    }

    func insert(_ score: ScoreStatement, filter: String, run: Int64, example: Int64) throws {
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
    private static func bits(_ greedy: [Bool]) -> Int64 {
        greedy.prefix(63).enumerated().reduce(0) { $1.element ? $0 | 1 << Int64($1.offset) : $0 }
    }
}
