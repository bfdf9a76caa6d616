import LogariumCore

/// Reads Logarium's own table format.
///
/// Consecutive lines of one run, example and copy belong together: the lines of its choices, or the line of
/// its response, and the lines of its scores. Groups that lie whole inside a block are read where it is parsed;
/// its first and last lines, which may belong to a neighbour's, where they are collected.
struct TableReader<Lines: TableLines>: FileReader {
    let lines: Lines
    /// For errors.
    let path: String
    let header: TableHeader

    func blocks(of part: SourcePart) throws -> () throws -> Lines.Block? {
        try lines.blocks(of: part.stream)
    }

    func parse(_ block: Lines.Block, with tools: ReadingTools) -> TableBlock {
        var grouping = BlockGrouping(reader: TableGroupReader(), tools: tools)
        lines.forEachRow(of: block, with: tools) { row in
            switch row {
            case .success(let row): grouping.take(row)
            case .failure(let fault): grouping.pieces.append(.unreadable(fault.line))
            }
        }
        return TableBlock(source: block, pieces: grouping.finish())
    }

    func collector() throws -> TableCollector { try TableCollector(path: path, header: header) }
}

/// What a block of lines was read as, in the lines' order.
struct TableBlock: @unchecked Sendable {
    /// Keeps the rows' text alive.
    let source: any Sendable
    let pieces: [Piece]

    enum Piece {
        /// A line at either end of its block: its neighbours may belong to it.
        case row(TableRow)
        case group(TableGroup)
        case rejected(RejectedLine)
        /// Nothing tells which response it is of.
        case unreadable(RejectedLine)

        var isOfChoices: Bool {
            switch self {
            case .row(let row): row.isChoice
            case .group(let group): group.example.rows.contains(where: \.isChoice)
            case .rejected, .unreadable: false
            }
        }
    }
}

/// Splits the lines of a block into groups.
private struct BlockGrouping {
    var reader: TableGroupReader
    let tools: ReadingTools
    var pieces: [TableBlock.Piece] = []
    private var rows: [TableRow] = []
    private var isFirst = true

    init(reader: TableGroupReader, tools: ReadingTools) {
        self.reader = reader
        self.tools = tools
    }

    mutating func take(_ row: TableRow) {
        if !TableGroup.belongs(row, to: rows) { endGroup() }
        rows.append(row)
    }

    private mutating func endGroup() {
        if isFirst {
            pieces += rows.map { .row($0) }
        } else {
            pieces.append(reader.piece(of: rows, with: tools))
        }
        isFirst = false
        rows.removeAll(keepingCapacity: true)
    }

    mutating func finish() -> [TableBlock.Piece] {
        pieces += rows.map { .row($0) }
        return pieces
    }
}

/// Puts groups into their runs, and sees to it that new examples come with their details.
struct TableCollector: SampleCollector {
    typealias Parsed = TableBlock

    private let tools: ReadingTools
    private var reader = TableGroupReader()
    /// Of the runs in the block at hand.
    private var handles: [ObjectIdentifier: RunHandle] = [:]
    private var rows: [TableRow] = []
    /// Where each response that came as lines of choices began, by run, example and copy.
    private var begun: [Int: (line: Int, choices: [Int])] = [:]

    private let path: String
    private let header: TableHeader
    /// The first response's line while every log-prob was above 0.
    private var losses: (line: Int, column: TableColumn, areProbabilities: Bool)?
    private var hasLogProbs = false

    init(path: String, header: TableHeader) throws {
        (self.path, self.header) = (path, header)
        tools = try ReadingTools()
    }

    mutating func take(_ block: TableBlock, into sink: any SampleSink, noting known: KnownExamples) throws {
        var hasChoices: Bool {
            rows.contains(where: \.isChoice) || block.pieces.contains(where: \.isOfChoices)
        }
        for piece in block.pieces {
            switch piece {
            case .row(let row):
                if !TableGroup.belongs(row, to: rows) { try flush(into: sink, noting: known) }
                rows.append(row)
            case .rejected(let line):
                try flush(into: sink, noting: known)
                try sink.reject(line)
            case .unreadable(var line):
                // A response whose lines are its choices would go on without one of them.
                line.refusesFile = hasChoices
                if !line.refusesFile { try flush(into: sink, noting: known) }
                try sink.reject(line)
            case .group(let group):
                try flush(into: sink, noting: known)
                try take(group, into: sink, noting: known)
            }
        }
        // The rows that wait for the next block outlive this one.
        for index in rows.indices { rows[index].keepText() }
        // What tells runs apart lives as long as its block.
        handles.removeAll(keepingCapacity: true)
        reader = TableGroupReader()
    }

    mutating func finish(into sink: any SampleSink) throws {
        try flush(into: sink, noting: KnownExamples())
        if let losses {
            throw SourceError.losses(
                header.name(of: losses.column), as: losses.column, line: losses.line, in: path,
                areProbabilities: losses.areProbabilities)
        }
    }

    /// One log-prob that is not above 0 shows that they are log-probs.
    private mutating func judge(_ response: ResponseRecord, _ row: TableRow) {
        let values = response.logprobs.values.filter { !$0.isNaN }
        guard !values.isEmpty, losses != nil || !hasLogProbs else { return }
        let areLosses = values.allSatisfy { $0 > 0 }
        // Of all choices, or of one kind of answer: together they are 1 at most.
        let areProbabilities = values.reduce(0, +) <= 1.001
        if areLosses, !hasLogProbs, losses == nil {
            losses = (row.line, row.isChoice ? .logprob : .logprobs, areProbabilities)
        } else if areLosses {
            if !areProbabilities { losses?.areProbabilities = false }
        } else {
            losses = nil
        }
        hasLogProbs = true
    }

    private mutating func flush(into sink: any SampleSink, noting known: KnownExamples) throws {
        guard !rows.isEmpty else { return }
        defer { rows.removeAll(keepingCapacity: true) }
        switch reader.piece(of: rows, with: tools) {
        case .group(let group): try take(group, into: sink, noting: known)
        case .rejected(let line): try sink.reject(line)
        case .row, .unreadable: break
        }
    }

    private mutating func take(
        _ group: TableGroup, into sink: any SampleSink, noting known: KnownExamples
    ) throws {
        let rows = group.example.rows
        if let before = begin(rows) {
            throw before.line + before.choices.count == rows[0].line
                ? SourceError.doubled(rows[0], in: path)
                : SourceError.scattered(rows[0], begunAt: before.line, in: path)
        }
        if let response = group.sample.response { judge(response, rows[0]) }
        let run = try open(group.run, in: sink)
        let isNew = group.sample.detail != nil
        if try !sink.needsDetail(of: group.sample.contentHash, in: run) {
            group.sample.detail = nil
        } else if !isNew {
            do throws(LineFault) {
                group.sample.detail = try group.detail()
            } catch {
                return try sink.reject(TableGroup.rejected(group.example.rows, error))
            }
        }
        try add(group.sample, group.scores, to: run, in: sink)
        if isNew { known.note(group.sample.contentHash) }
    }

    /// Notes a response that comes as lines of choices.
    ///
    /// - Returns: where the same response began, and with which choices, if these lines have other choices of it; the same
    ///   choices again are a repeat.
    private mutating func begin(_ rows: [TableRow]) -> (line: Int, choices: [Int])? {
        guard rows[0].isChoice else { return nil }
        var hasher = Hasher()
        for column in TableColumn.runColumns + [.example, .copy, .contentHash] {
            hasher.combine(rows[0][column])
        }
        let key = hasher.finalize()
        let choices = rows.map { ($0[.position] ?? $0[.choice]).hashValue }
        guard let before = begun[key] else {
            begun[key] = (rows[0].line, choices)
            return nil
        }
        return choices.allSatisfy(before.choices.contains) ? nil : before
    }

    /// One sample a filter: the first one has the response.
    private func add(
        _ sample: Sample, _ scores: [(filter: String, scores: [ScoreRecord])], to run: RunHandle,
        in sink: any SampleSink
    ) throws {
        if scores.isEmpty { return try sink.add(sample, to: run) }
        var sample = sample
        for (filter, scores) in scores {
            sample.filter = filter
            sample.scores = scores
            try sink.add(sample, to: run)
            sample.response = nil
        }
    }

    private mutating func open(_ run: TableRunKey, in sink: any SampleSink) throws -> RunHandle {
        if let handle = handles[ObjectIdentifier(run)] { return handle }
        let handle = try sink.open(run.statement)
        handles[ObjectIdentifier(run)] = handle
        return handle
    }
}

extension SourceError {
    fileprivate static func losses(
        _ name: String, as column: TableColumn, line: Int, in path: String, areProbabilities: Bool
    ) -> SourceError {
        if areProbabilities {
            return SourceError(
                path: path, line: line,
                reason:
                    "every log-prob is above 0, and those of a response add up to 1 at most: these look like "
                    + "probabilities",
                remedy: "write their natural logarithms; if they are losses after all, negate them with "
                    + "--map \(column.rawValue)=-\(name)")
        }
        return SourceError(
            path: path, line: line, reason: "every log-prob is above 0: these look like losses",
            remedy: "negate them with --map \(column.rawValue)=-\(name)")
    }

    /// Two choices of one text in one response.
    fileprivate static func doubled(_ row: TableRow, in path: String) -> SourceError {
        SourceError(
            path: path, line: row.line,
            reason: "choice \"\(row[.choice] ?? "")\" of example \"\(row[.example] ?? "")\" stands twice",
            remedy: "number choices of one text in a column \"position\", or repeats of an item in \"copy\"")
    }

    /// Lines of one response that do not follow each other. Each piece alone would be read as another response, and the
    /// first has been: no line can be set aside.
    fileprivate static func scattered(_ row: TableRow, begunAt line: Int, in path: String) -> SourceError {
        SourceError(
            path: path, line: row.line,
            reason: """
                example "\(row[.example] ?? row[.contentHash] ?? "")" of this run was read at line \(line) already, \
                and the lines of its choices must follow each other
                """,
            remedy: "sort the table by run and example, or number repeated items in a column \"copy\"")
    }
}
