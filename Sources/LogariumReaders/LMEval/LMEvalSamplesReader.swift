import LogariumCore

/// Reads one samples file of lm-evaluation-harness 0.4.0 to 0.5.0.dev1 into a sink.
struct LMEvalSamplesReader {
    private let parser: JSONParser
    private let config: LMEvalTaskConfig
    private let statement: (OutputType) -> RunStatement
    private let hasResults: Bool
    private var filters: LMEvalFilterTracker
    private var run: RunHandle?

    /// - Parameters:
    ///   - config: nil when the results file is missing; lines then tell by their shape.
    ///   - statement: the run's statement, asked for once, for the output type of the first line.
    init(config: LMEvalTaskConfig?, statement: @escaping (OutputType) -> RunStatement) throws {
        parser = try JSONParser()
        self.config = config ?? LMEvalTaskConfig()
        self.statement = statement
        hasResults = config != nil
        filters = LMEvalFilterTracker(names: config?.filters)
    }

    mutating func read(_ stream: any ByteStream, into sink: any SampleSink) throws {
        if hasResults { run = try sink.open(statement(config.outputType ?? .multipleChoice)) }
        let records = RecordReader(stream)
        while let record = try records.next() {
            do {
                try read(record, into: sink)
            } catch let fault as LineFault {
                try sink.reject(RejectedLine(line: record.line, reason: fault.reason, text: record.text))
            } catch let fault as JSONFault {
                let reason = "is not JSON: \(fault.reason)"
                try sink.reject(RejectedLine(line: record.line, reason: reason, text: record.text))
            }
        }
    }

    private mutating func read(_ record: Record, into sink: any SampleSink) throws {
        if let fault = record.fault { throw LineFault(reason: fault) }
        let object = try parser.parse(record.bytes)
        guard object.kind == .object else { throw LineFault(reason: "is no JSON object") }
        let line = LMEvalLine(object)
        let item = try LMEvalItem(line, config: config)
        let docHash = try LMEvalHashes.docHash(line, source: record.bytes)
        let content = LMEvalHashes.content(docHash: docHash, item: item, target: line.target)
        var sample = Sample(line: record.line, contentHash: content)
        let gold = try fill(&sample, line, item, source: record.bytes)

        let run = try run ?? sink.open(statement(item.outputType))
        self.run = run
        if try sink.needsDetail(of: content, in: run) {
            let detail = LMEvalDetail(line: line, item: item, gold: gold, docHash: docHash)
            sample.detail = detail.example(source: record.bytes)
        }
        try sink.add(sample, to: run)
    }

    /// The response, its filter, scores and checks.
    private mutating func fill(
        _ sample: inout Sample, _ line: LMEvalLine, _ item: LMEvalItem, source: UnsafeRawBufferPointer
    ) throws(LineFault) -> LMEvalGold {
        guard let entries = line.responses else { throw LineFault(reason: "the line has no \"resps\"") }
        let responses = try self.responses(entries, item, source: source)
        let gold = gold(line, item, responses)
        if gold.isInferred { sample.inferredMatching = gold.matching(of: item.count) }

        let filter = filters.filter(of: line)
        sample.filter = filter.name
        if filter.isFirst { sample.response = response(item, responses) }
        let scoring = LMEvalScoring(
            item: item, responses: responses, gold: gold, config: config, target: line.target, source: source)
        for metric in line.metrics { scoring.add(metric.name, metric.value, to: &sample) }
        return gold
    }

    private func responses(
        _ entries: JSONElement, _ item: LMEvalItem, source: UnsafeRawBufferPointer
    ) throws(LineFault) -> LMEvalResponses {
        if item.outputType == .generateUntil { return LMEvalResponses() }
        let expected = item.hasUnconditional ? item.count * 2 : item.count
        guard entries.count == expected else {
            throw LineFault(reason: "\"resps\" has \(entries.count) entries, \"arguments\" has \(expected)")
        }
        return try LMEvalResponses(entries, source: source)
    }

    private func response(_ item: LMEvalItem, _ responses: LMEvalResponses) -> ResponseStatement? {
        guard item.outputType != .generateUntil else { return nil }
        let conditional = 0..<item.count
        var response = ResponseStatement(logprobs: responses.logprobs(conditional))
        response.greedy = responses.greedy(conditional)
        if item.hasUnconditional {
            response.unconditional = responses.logprobs(item.count..<responses.values.count)
        }
        return response
    }

    private func gold(_ line: LMEvalLine, _ item: LMEvalItem, _ responses: LMEvalResponses) -> LMEvalGold {
        switch item.outputType {
        // The one choice is what the item asks for.
        case .loglikelihood, .loglikelihoodRolling: return LMEvalGold(indices: [0], source: .target)
        case .multipleChoice: break
        case .generateUntil, .reported: return LMEvalGold(indices: nil, source: .none)
        }
        let stated = LMEvalGold.stated(line, item: item, config: config)
        guard stated.indices == nil, !config.hasOwnScoring else { return stated }
        let acc = line.metrics.first { $0.name == "acc" }?.value.number
        let prediction = HarnessRule.prediction(responses.values.prefix(item.count).map { $0.value ?? .nan })
        return LMEvalGold.inferred(acc: acc, prediction: prediction, item: item) ?? stated
    }
}
