import LogariumCore

/// One line as it is by itself, whatever lines are around it.
struct LMEvalSample {
    /// Without its filter; with a response, which only the first filter's line keeps.
    var sample: Sample
    var docID: Int?
    /// As the line names it; up to 0.4.6 nothing does.
    var filter: String?
    var outputType: OutputType
}

/// Reads one line of a samples file.
struct LMEvalLineReader: Sendable {
    let config: LMEvalTaskConfig
    /// Whether `config` is from a results file.
    let hasResults: Bool

    /// - Throws: `LineFault`, `JSONFault`.
    func read(_ record: Record, with tools: ReadingTools) throws -> LMEvalSample {
        if let fault = record.fault { throw LineFault(reason: fault) }
        let object = try tools.parser.parse(record.bytes)
        guard object.kind == .object else { throw LineFault(reason: "is no JSON object") }
        let line = LMEvalLine(object)
        let item = try LMEvalItem(line, config: config)
        let docHash = try LMEvalHashes.docHash(line, source: record.bytes)
        let content = LMEvalHashes.content(docHash: docHash, item: item, target: line.target)
        var sample = Sample(line: record.line, contentHash: content)
        let gold = try fill(&sample, line, item, source: record.bytes)
        if !tools.known.contains(content) {
            let detail = LMEvalDetail(line: line, item: item, gold: gold, docHash: docHash)
            sample.detail = detail.example(source: record.bytes)
        }
        return LMEvalSample(
            sample: sample, docID: line.docID?.int, filter: line.filter?.string, outputType: item.outputType)
    }

    /// The response, scores and checks.
    private func fill(
        _ sample: inout Sample, _ line: LMEvalLine, _ item: LMEvalItem, source: UnsafeRawBufferPointer
    ) throws(LineFault) -> LMEvalGold {
        guard let entries = line.responses else { throw LineFault(reason: "the line has no \"resps\"") }
        let responses = try self.responses(entries, item, source: source)
        let gold = gold(line, item, responses)
        if gold.isInferred { sample.inferredMatching = gold.matching(of: item.count) }
        sample.response = response(item, responses)
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
