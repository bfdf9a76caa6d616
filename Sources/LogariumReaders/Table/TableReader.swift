import LogariumCore

/// Reads Logarium's own table format into a sink.
///
/// Consecutive lines of one run, example and copy belong together: the lines of its choices, or the line of
/// its response, and the lines of its scores.
struct TableReader {
    private var rows: any TableRows
    private var runs: [[String?]: RunHandle] = [:]
    private var group: [TableRow] = []
    private let parser: JSONParser

    init(_ rows: any TableRows) throws {
        self.rows = rows
        parser = try JSONParser()
    }

    mutating func read(into sink: any SampleSink) throws {
        while true {
            do {
                guard let row = try rows.next() else { break }
                if !belongs(row) { try flush(into: sink) }
                group.append(row)
            } catch let fault as TableLineFault {
                try sink.reject(RejectedLine(line: fault.line, reason: fault.reason, text: fault.text))
            }
        }
        try flush(into: sink)
    }

    private func belongs(_ row: TableRow) -> Bool {
        guard let first = group.first else { return true }
        // A second response of the same example is a repeat, not a part.
        guard row[.logprobs] == nil else { return false }
        if row.isChoice, first[.logprobs] != nil || isRepeat(row) { return false }
        let same: [TableColumn] = [.example, .copy, .contentHash]
        return same.allSatisfy { first[$0] == row[$0] } && Self.runKey(first) == Self.runKey(row)
    }

    private func isRepeat(_ row: TableRow) -> Bool {
        group.contains { other in
            other.isChoice
                && (row[.position] != nil && other[.position] == row[.position]
                    || row[.position] == nil && row[.choice] != nil && other[.choice] == row[.choice])
        }
    }

    private mutating func flush(into sink: any SampleSink) throws {
        guard let first = group.first else { return }
        defer { group.removeAll(keepingCapacity: true) }
        do {
            try add(group, into: sink)
        } catch let fault as LineFault {
            let text = group.map(\.text).joined(separator: "\n")
            try sink.reject(RejectedLine(line: first.line, reason: fault.reason, text: text))
        }
    }

    private mutating func add(_ rows: [TableRow], into sink: any SampleSink) throws {
        try rows[0].checkJSON(parser)
        let example = try TableExample(rows)
        let lines = TableResponse(example: example)
        let response = try lines.statement()
        let scores = try lines.scores()
        guard response != nil || !scores.isEmpty else {
            throw LineFault(reason: "the line has none of \"logprobs\", \"logprob\" and \"metric\"")
        }
        let nChoices = try response?.logprobs.count ?? example.choices()?.count ?? 0
        if response != nil, nChoices == 0 { throw LineFault(reason: "\"logprobs\" is empty") }
        let matching = try example.matching(of: nChoices)
        var sample = Sample(line: rows[0].line, contentHash: try example.contentHash(matching: matching))
        sample.copy = try rows[0].int(.copy)
        sample.hashHoldsCopy = rows[0][.contentHash] != nil
        sample.response = response
        if rows[0][.matchingSource] == MatchingSource.score.rawValue { sample.inferredMatching = matching }
        let run = try open(rows[0], in: sink)
        if try sink.needsDetail(of: sample.contentHash, in: run) {
            sample.detail = try example.detail(matching: matching, nChoices: nChoices)
        }
        try add(sample, scores, to: run, in: sink)
    }

    /// One sample a filter: the first one has the response.
    private func add(
        _ sample: Sample, _ scores: [(filter: String, scores: [ScoreStatement])], to run: RunHandle,
        in sink: any SampleSink
    ) throws {
        var sample = sample
        if scores.isEmpty { try sink.add(sample, to: run) }
        for (filter, scores) in scores {
            sample.filter = filter
            sample.scores = scores
            try sink.add(sample, to: run)
            sample.response = nil
        }
    }

    private mutating func open(_ row: TableRow, in sink: any SampleSink) throws -> RunHandle {
        let key = Self.runKey(row)
        if let run = runs[key] { return run }
        let run = try sink.open(TableRun(row: row).statement())
        runs[key] = run
        return run
    }

    private static func runKey(_ row: TableRow) -> [String?] { TableColumn.runColumns.map { row[$0] } }
}
