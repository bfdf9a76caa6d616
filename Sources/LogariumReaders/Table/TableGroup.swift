import LogariumCore

/// The lines of one response and its scores, read.
final class TableGroup {
    let example: TableExample
    /// With its detail where the thread that read it did not know that the sink has it.
    var sample: Sample
    let scores: [(filter: String, scores: [ScoreRecord])]
    let run: TableRunKey
    private let matching: [Int]?
    private let nChoices: Int

    fileprivate init(
        _ example: TableExample, _ sample: Sample, _ scores: [(filter: String, scores: [ScoreRecord])],
        of run: TableRunKey, matching: [Int]?, nChoices: Int
    ) {
        self.example = example
        self.sample = sample
        self.scores = scores
        self.run = run
        self.matching = matching
        self.nChoices = nChoices
    }

    /// - Throws: `LineFault`.
    func detail() throws(LineFault) -> ExampleDetail {
        try example.detail(matching: matching, nChoices: nChoices)
    }

    /// Whether a line goes on with the lines before it.
    static func belongs(_ row: TableRow, to group: [TableRow]) -> Bool {
        guard let first = group.first else { return true }
        // A second response of the same example is a repeat, not a part.
        guard row[.logprobs] == nil, row[.answer] == nil, row[.correct] == nil else { return false }
        if row.isChoice, first[.logprobs] != nil || isRepeat(row, in: group) { return false }
        let same: [TableColumn] = [.example, .copy, .contentHash]
        return same.allSatisfy { first[$0] == row[$0] } && first.hasSameRun(as: row)
    }

    private static func isRepeat(_ row: TableRow, in group: [TableRow]) -> Bool {
        group.contains { other in
            other.isChoice
                && (row[.position] != nil && other[.position] == row[.position]
                    || row[.position] == nil && row[.choice] != nil && other[.choice] == row[.choice])
        }
    }

    static func rejected(_ rows: [TableRow], _ fault: LineFault) -> RejectedLine {
        let text = rows.map(\.text).joined(separator: "\n")
        return RejectedLine(
            line: rows[0].line, reason: fault.reason, text: text, refusesFile: fault.refusesFile)
    }
}

/// The run of some lines: one object for all lines that follow each other.
final class TableRunKey: Sendable {
    let statement: RunRecord

    init(_ row: TableRow) throws(LineFault) {
        statement = try TableRun(row: row).statement()
    }
}

/// Reads groups of lines; remembers the run of the last, and the runs of the block.
struct TableGroupReader {
    private var last: (row: TableRow, run: TableRunKey)?
    /// By the cells of `TableColumn.runColumns`: a table may put an example to one run after the other.
    private var runs: [[String?]: TableRunKey] = [:]

    /// A group, or why its lines are rejected.
    mutating func piece(of rows: [TableRow], with tools: ReadingTools) -> TableBlock.Piece {
        do throws(LineFault) {
            return .group(try group(of: rows, with: tools))
        } catch {
            return .rejected(TableGroup.rejected(rows, error))
        }
    }

    private mutating func group(of rows: [TableRow], with tools: ReadingTools) throws(LineFault) -> TableGroup
    {
        try rows[0].checkJSON(tools.parser)
        let example = try TableExample(rows)
        let lines = TableResponse(example: example)
        let response = try lines.statement()
        let scores = try lines.scores()
        guard response != nil || !scores.isEmpty else {
            throw LineFault(
                reason:
                    "the line has none of \"logprobs\", \"logprob\", \"metric\", \"correct\" and \"answer\" with \"target\""
            )
        }
        let choices = response == nil ? try example.choices() : nil
        let nChoices = response?.logprobs.count ?? choices?.count ?? 0
        if response != nil, nChoices == 0 { throw LineFault(reason: "\"logprobs\" is empty") }
        let matching = try example.matching(of: nChoices)
        var sample = Sample(line: rows[0].line, contentHash: try example.contentHash(matching: matching))
        // An example that has a name is one, however often it comes; without, equal items are copies.
        sample.copy = try rows[0].int(.copy) ?? (rows[0].has(.example) ? 0 : nil)
        sample.hashHoldsCopy = rows[0][.contentHash] != nil
        sample.response = response
        if rows[0][.matchingSource] == MatchingSource.score.rawValue { sample.inferredMatching = matching }
        let run = try run(of: rows[0])
        if !tools.known.contains(sample.contentHash) {
            // A fault in it counts only where the detail is wanted: it is met again there.
            sample.detail = try? example.detail(matching: matching, nChoices: nChoices)
        }
        return TableGroup(example, sample, scores, of: run, matching: matching, nChoices: nChoices)
    }

    private mutating func run(of row: TableRow) throws(LineFault) -> TableRunKey {
        if let last, last.row.hasSameRun(as: row) { return last.run }
        let cells = TableColumn.runColumns.map { row[$0] }
        let run: TableRunKey
        if let known = runs[cells] { run = known } else { run = try TableRunKey(row) }
        runs[cells] = run
        last = (row, run)
        return run
    }
}
