import LogariumCore

/// The response and scores of a group of lines.
struct TableResponse {
    let example: TableExample

    private var row: TableRow { example.rows[0] }

    /// Nil for a group of scores alone.
    func statement() throws(LineFault) -> ResponseRecord? {
        if !example.choiceRows.isEmpty { return try fromChoices() }
        guard let logprobs = try row.logprobs(.logprobs) else { return nil }
        var response = ResponseRecord(logprobs: logprobs)
        response.unconditional = try row.logprobs(.unconditional)
        response.greedy = try row.bools(.greedy)
        response.nTokens = try row.optionalInts(.nTokens)
        try check(response)
        return response
    }

    private func fromChoices() throws(LineFault) -> ResponseRecord {
        var logprobs = LogProbArray()
        var counts: [Int?] = []
        var greedy: [Bool] = []
        for row in example.choiceRows {
            try TableArray.append(row[.logprob] ?? "null", to: &logprobs, .logprob)
            counts.append(try row.int(.nTokens))
            if let flag = try row.bool(.greedy) { greedy.append(flag) }
        }
        var response = ResponseRecord(logprobs: logprobs)
        response.nTokens = counts.allSatisfy { $0 == nil } ? nil : counts
        response.greedy = greedy.count == logprobs.count ? greedy : nil
        return response
    }

    /// Every array of a response has one entry a choice.
    private func check(_ response: ResponseRecord) throws(LineFault) {
        try check(.unconditional, response.unconditional?.count, response)
        try check(.nTokens, response.nTokens?.count, response)
        try check(.greedy, response.greedy?.count, response)
        try check(.choices, try example.choices()?.count, response)
    }

    private func check(
        _ column: TableColumn, _ count: Int?, _ response: ResponseRecord
    ) throws(LineFault) {
        let expected = response.logprobs.count
        guard let count, count != expected else { return }
        throw LineFault(
            reason: "\"\(column.rawValue)\" has \(count) entries, \"logprobs\" has \(expected)")
    }

    /// The scores, by filter in the order in which filters appear.
    func scores() throws(LineFault) -> [(filter: String, scores: [ScoreRecord])] {
        let answer = try TableAnswer(row).scores
        var groups: [(filter: String, scores: [ScoreRecord])] = answer.isEmpty ? [] : [("none", answer)]
        for row in example.rows {
            guard let metric = row[.metric] else { continue }
            let filter = row[.filter] ?? "none"
            let score = try Self.score(metric, row)
            if let index = groups.firstIndex(where: { $0.filter == filter }) {
                groups[index].scores.append(score)
            } else {
                groups.append((filter, [score]))
            }
        }
        return groups
    }

    private static func score(_ metric: String, _ row: TableRow) throws(LineFault) -> ScoreRecord {
        let value = try row.double(.value)
        let weight = try row.double(.weight)
        if let value, value.isNaN {
            return ScoreRecord(metric: metric, value: nil, weight: weight, status: .nan, raw: row[.raw])
        }
        let status: ScoreRecord.Status = value != nil ? .ok : row[.raw] != nil ? .notANumber : .missing
        return ScoreRecord(metric: metric, value: value, weight: weight, status: status, raw: row[.raw])
    }
}
