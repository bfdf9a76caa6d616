import LogariumCore

/// Makes the example in full of a line, when the sink does not know it yet.
struct LMEvalDetail {
    let line: LMEvalLine
    let item: LMEvalItem
    let shape: LMEvalShape
    let gold: LMEvalGold
    let docHash: String

    func example(source: UnsafeRawBufferPointer) -> ExampleDetail {
        // An inferred gold is the sample's, not the example's: another run may give another away.
        let matching = gold.isInferred ? nil : gold.matching(of: item.count)
        var detail = ExampleDetail(
            itemHash: itemHash, nChoices: item.choices.count, matching: matching,
            matchingSource: gold.isInferred ? .none : gold.source,
            questionHash: LMEvalHashes.question(of: item))
        detail.docID = line.docID?.int
        detail.prompt = prompt
        if item.outputType != .generateUntil {
            detail.choices = item.choices.map(\.string)
            detail.choiceChars = shape.choiceChars
            detail.choiceBytes = shape.choiceBytes
        }
        detail.document = JSONSpan.field("doc", of: source).map(JSONSanitizer.compact)
        return detail
    }

    /// The context, nil where there is none; where the choices are put into the contexts, all of them as a JSON
    /// array.
    private var prompt: String? {
        let first = item.requests[0].context
        if item.hasOneContext { return first.isEmpty ? nil : first.string }
        return JSONText.array(item.requests.map(\.context.string))
    }

    private var itemHash: Hash128 {
        // `LMEvalHashes.docHash` gives 64 digits, so that the second way is never taken.
        Hash128(hex: docHash) ?? Hash128(prefixOf: [UInt8](repeating: 0, count: 16))
    }
}
