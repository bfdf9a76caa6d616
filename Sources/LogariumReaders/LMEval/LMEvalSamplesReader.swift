import LogariumCore

/// Reads one samples file of lm-evaluation-harness 0.4.0 to 0.5.0.dev1.
struct LMEvalSamplesReader: FileReader {
    private let lines: LMEvalLineReader
    private let statement: @Sendable (OutputType) -> RunRecord

    /// - Parameters:
    ///   - config: nil when the results file is missing; lines then tell by their shape.
    ///   - statement: the run's statement, asked for once, for the output type of the first line.
    init(config: LMEvalTaskConfig?, statement: @escaping @Sendable (OutputType) -> RunRecord) {
        lines = LMEvalLineReader(config: config ?? LMEvalTaskConfig(), hasResults: config != nil)
        self.statement = statement
    }

    func blocks(of part: SourcePart) -> () throws -> RecordBlock? { BlockReader(part.stream).next }

    func parse(_ block: RecordBlock, with tools: ReadingTools) -> LMEvalBlock {
        var parsed = LMEvalBlock(source: block)
        let heads = tools.heads
        block.forEach { record in
            parsed.lines.append(
                rejecting(record) { .sample(try lines.read(record, with: tools, heads), of: record) })
        }
        return parsed
    }

    func collector() throws -> LMEvalCollector { try LMEvalCollector(lines: lines, statement: statement) }

    private func rejecting(_ record: Record, _ read: () throws -> LMEvalBlock.Line) -> LMEvalBlock.Line {
        do {
            return try read()
        } catch let fault as LineFault {
            return .rejected(RejectedLine(line: record.line, reason: fault.reason, text: record.text))
        } catch let fault as JSONFault {
            let reason = "is not JSON: \(fault.reason)"
            return .rejected(RejectedLine(line: record.line, reason: reason, text: record.text))
        } catch {
            return .rejected(RejectedLine(line: record.line, reason: "\(error)", text: record.text))
        }
    }
}

/// The lines of one block, understood.
struct LMEvalBlock: @unchecked Sendable {
    /// Keeps the records' bytes alive.
    let source: RecordBlock
    var lines: [Line] = []

    enum Line {
        case sample(LMEvalSample, of: Record)
        case rejected(RejectedLine)
    }
}

/// Gives every line its filter, opens the run, and sees to it that new examples come with their details.
struct LMEvalCollector: SampleCollector {
    private let lines: LMEvalLineReader
    private let statement: (OutputType) -> RunRecord
    private let tools: ReadingTools
    private var filters: LMEvalFilterTracker
    private var run: RunHandle?

    init(lines: LMEvalLineReader, statement: @escaping (OutputType) -> RunRecord) throws {
        self.lines = lines
        self.statement = statement
        tools = try ReadingTools()
        filters = LMEvalFilterTracker(names: lines.hasResults ? lines.config.filters : nil)
    }

    mutating func start(into sink: any SampleSink) throws {
        if lines.hasResults { run = try sink.open(statement(lines.config.outputType ?? .multipleChoice)) }
    }

    mutating func take(_ block: LMEvalBlock, into sink: any SampleSink, noting known: KnownExamples) throws {
        for line in block.lines {
            switch line {
            case .rejected(let line): try sink.reject(line)
            case .sample(let sample, let record): try take(sample, of: record, into: sink, noting: known)
            }
        }
    }

    private mutating func take(
        _ found: LMEvalSample, of record: Record, into sink: any SampleSink, noting known: KnownExamples
    ) throws {
        var sample = found.sample
        sample.filter = filters.filter(named: found.filter, docID: sample.docID)
        let run = try run ?? sink.open(statement(found.outputType))
        self.run = run
        if try !sink.needsDetail(of: sample.contentHash, in: run) {
            sample.detail = nil
        } else if sample.detail == nil {
            // Known under another task, or a further copy of an identical item.
            sample.detail = try lines.read(record, with: tools, tools.heads).sample.detail
        }
        try sink.add(sample, to: run)
        if found.sample.detail != nil { known.note(sample.contentHash) }
    }
}
