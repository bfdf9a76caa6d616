import LogariumCore

/// One line as it is by itself, whatever lines are around it.
struct LMEvalSample {
    /// Without its filter.
    var sample: Sample
    /// As the line names it; up to 0.4.6 nothing does.
    var filter: String?
    var outputType: OutputType
}

/// Reads one line of a samples file.
struct LMEvalLineReader: Sendable {
    let config: LMEvalTaskConfig
    /// Whether `config` is from a results file.
    let hasResults: Bool
    private let headHash: Hash128?

    init(config: LMEvalTaskConfig, hasResults: Bool) {
        self.config = config
        self.hasResults = hasResults
        headHash = config.headHash
    }

    /// - Parameter heads: of the tools; asked for once a block.
    /// - Throws: `LineFault`, `JSONFault`.
    func read(
        _ record: Record, with tools: ReadingTools, _ heads: LMEvalHeadMemory
    ) throws -> LMEvalSample {
        if let fault = record.fault { throw LineFault(reason: fault) }
        let cut = cut(record, with: tools, heads)
        if let cut, let head = heads[cut.code] {
            return try sample(head, cut.rest, line: record.line, source: tools.scratch.text).sample
        }
        let object = try tools.parser.parse(record.bytes)
        guard object.kind == .object else { throw LineFault(reason: "is no JSON object") }
        let line = LMEvalLine(object)
        let item = try LMEvalItem(line, config: config)
        let docHash = try LMEvalHashes.docHash(line, source: record.bytes)
        let head = LMEvalHead(
            docID: line.docID?.int,
            contentHash: LMEvalHashes.content(docHash: docHash, item: item, target: line.target),
            shape: item.shape, gold: LMEvalGold.stated(line, item: item, config: config))
        var (read, gold) = try sample(
            head, line, line: record.line, countedTexts: item.countedTexts(target: line.target),
            source: record.bytes)
        if !tools.known.contains(head.contentHash) {
            let detail = LMEvalDetail(line: line, item: item, shape: head.shape, gold: gold, docHash: docHash)
            read.sample.detail = detail.example(source: record.bytes)
        }
        // Only a head that has nothing but what is asked means the same on every line.
        if let cut, cut.rest.nFields == line.nFields - line.nHeadFields {
            heads.note(head, as: cut.code)
        }
        return read
    }

    /// The rest of a line, in `tools.scratch`, and the code of its head; nil where the line is to be read whole.
    private func cut(
        _ record: Record, with tools: ReadingTools, _ heads: LMEvalHeadMemory
    ) -> (rest: LMEvalLine, code: Hash128)? {
        guard let headHash, let cut = LMEvalCut(record.bytes) else { return nil }
        tools.scratch.replace(with: cut.rest, after: UInt8(ascii: "{"))
        guard let object = try? tools.parser.parse(tools.scratch.text), object.kind == .object else {
            return nil
        }
        let rest = LMEvalLine(object)
        guard rest.nHeadFields == 0, let docHash = rest.docHash?.utf8, LMEvalHashes.isDigest(docHash),
            let code = heads.code(of: cut.head, docHash: docHash, config: headHash)
        else { return nil }
        return (rest, code)
    }

    /// A sample without its detail, and the gold by which it was scored.
    private func sample(
        _ head: LMEvalHead, _ line: LMEvalLine, line number: Int, countedTexts: [TextView] = [],
        source: UnsafeRawBufferPointer
    ) throws(LineFault) -> (sample: LMEvalSample, gold: LMEvalGold) {
        guard let entries = line.responses else { throw LineFault(reason: "the line has no \"resps\"") }
        let responses = try self.responses(entries, head.shape, source: source)
        let gold = gold(line, head, responses)
        var sample = Sample(line: number, contentHash: head.contentHash)
        sample.docID = head.docID
        if gold.isInferred { sample.inferredMatching = gold.matching(of: head.shape.count) }
        sample.response = response(head.shape, responses)
        let scoring = LMEvalScoring(
            shape: head.shape, responses: responses, gold: gold, config: config, countedTexts: countedTexts,
            source: source)
        for metric in line.metrics { scoring.add(metric.name, metric.value, to: &sample) }
        let read = LMEvalSample(
            sample: sample, filter: line.filter?.string, outputType: head.shape.outputType)
        return (read, gold)
    }

    private func responses(
        _ entries: JSONElement, _ shape: LMEvalShape, source: UnsafeRawBufferPointer
    ) throws(LineFault) -> LMEvalResponses {
        if shape.outputType == .generateUntil { return LMEvalResponses() }
        let plain = LMEvalResponses(plain: entries)
        let count = plain?.values.count ?? entries.count
        guard count == shape.nResponses else {
            throw LineFault(reason: "\"resps\" has \(count) entries, \"arguments\" has \(shape.nResponses)")
        }
        if let plain { return plain }
        return try LMEvalResponses(entries, source: source)
    }

    private func response(_ shape: LMEvalShape, _ responses: LMEvalResponses) -> ResponseRecord? {
        guard shape.outputType != .generateUntil else { return nil }
        let conditional = 0..<shape.count
        var response = ResponseRecord(logprobs: responses.logprobs(conditional))
        response.greedy = responses.greedy(conditional)
        if shape.hasUnconditional {
            response.unconditional = responses.logprobs(shape.count..<responses.values.count)
        }
        return response
    }

    /// What the line states, or else what its scores give away.
    private func gold(_ line: LMEvalLine, _ head: LMEvalHead, _ responses: LMEvalResponses) -> LMEvalGold {
        guard head.shape.outputType == .multipleChoice, head.gold.indices == nil, !config.hasOwnScoring else {
            return head.gold
        }
        let acc = line.metrics.first { $0.name == "acc" }?.value.number
        let logprobs = responses.values.prefix(head.shape.count).map { $0.value ?? .nan }
        return LMEvalGold.inferred(acc: acc, prediction: HarnessRule.prediction(logprobs), shape: head.shape)
            ?? head.gold
    }
}
