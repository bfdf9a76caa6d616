import GRDB
import LogariumCore

/// Derives stored responses again, after what *matches* has changed.
struct ResponseRederivation {
    let db: Database

    /// - Returns: runs that were touched.
    @discardableResult
    func rederive(example: Int64, matching: [Int]?) throws -> Set<Int64> {
        let runs = try Int64.fetchAll(
            db,
            sql: """
                SELECT run.run_id FROM run
                INNER JOIN example ON example.task_id = run.task_id
                WHERE example.example_id = ?
                """,
            arguments: [example])
        var touched: Set<Int64> = []
        for run in runs {
            let row = try Row.fetchOne(
                db, sql: "SELECT logprobs, status FROM response WHERE run_id = ? AND example_id = ?",
                arguments: [run, example])
            guard let row else { continue }
            let nullIsNaN = row["status"] == ResponseStatus.nan.rawValue
            let logprobs = LogProbArray(json: row["logprobs"], nullIsNaN: nullIsNaN)
            try update(run: run, example: example, logprobs: logprobs, matching: matching)
            touched.insert(run)
        }
        return touched
    }

    /// Counts `n_ok` of runs again, and chooses their primaries.
    func recount(runs: Set<Int64>) throws {
        for run in runs.sorted() {
            try RunCounts(of: run, in: db).store(in: run, db)
            if let row = try Row.fetchOne(
                db, sql: "SELECT checkpoint_id, protocol_id FROM run WHERE run_id = ?", arguments: [run])
            {
                try PrimaryRuns(db: db).choose(checkpoint: row[0], protocolID: row[1])
            }
        }
    }

    private func update(run: Int64, example: Int64, logprobs: LogProbArray, matching: [Int]?) throws {
        let derived = ResponseDerivation(
            logprobs: logprobs.values, isMissing: logprobs.isMissing, matching: matching)
        try db.execute(
            sql: """
                UPDATE response SET status = ?, logodds = ?, credit = ?, n_tied = ?, lse_matching = ?,
                    lse_other = ?, max_matching = ?, max_other = ?
                WHERE run_id = ? AND example_id = ?
                """,
            arguments: [
                derived.status.rawValue, derived.logodds, derived.credit, derived.nTied, derived.lseMatching,
                derived.lseOther, derived.maxMatching, derived.maxOther, run, example,
            ])
    }
}

extension LogProbArray {
    /// Reads the stored text back.
    ///
    /// - Parameter nullIsNaN: what a `null` stands for; the response's status tells.
    init(json: String, nullIsNaN: Bool) {
        self.init()
        for item in json.dropFirst().dropLast().split(separator: ",") {
            if item == "null" {
                if nullIsNaN { append(.nan) } else { appendMissing() }
            } else if let value = Double(item) {
                append(value, digits: String(item))
            }
        }
    }
}
