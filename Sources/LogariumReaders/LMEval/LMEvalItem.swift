import LogariumCore

/// A line understood: what was put to the model, and how long, how many, in which order.
struct LMEvalItem {
    let outputType: OutputType
    /// The requests with their context; without those of mutual information.
    let requests: [LMEvalRequest]
    let hasUnconditional: Bool
    let hasOneContext: Bool
    /// The continuations without the delimiter, as the harness counts their characters.
    let choices: [TextView]

    var count: Int { requests.count }

    var shape: LMEvalShape {
        LMEvalShape(
            outputType: outputType, count: count, hasUnconditional: hasUnconditional,
            hasOneContext: hasOneContext,
            choiceChars: choices.map { $0.withBytes(HarnessRule.codePoints) },
            choiceBytes: choices.map { $0.withBytes(\.count) })
    }

    init(_ line: LMEvalLine, config: LMEvalTaskConfig) throws(LineFault) {
        var requests = try LMEvalRequest.all(in: line.arguments)
        guard let first = requests.first else { throw LineFault(reason: "\"arguments\" is empty") }
        outputType = config.outputType ?? Self.outputType(of: requests, line.responses)
        if outputType == .loglikelihoodRolling {
            // 0.5 writes ("", text), earlier versions (text).
            let text = first.continuation ?? first.context
            requests = [LMEvalRequest(context: .empty, continuation: text)]
        }
        hasUnconditional = outputType == .multipleChoice && Self.isDoubled(requests)
        if hasUnconditional { requests.removeLast(requests.count / 2) }
        self.requests = requests
        hasOneContext = requests.dropFirst().allSatisfy { [first = requests[0]] in $0.context == first.context
        }
        let delimiter = outputType == .multipleChoice ? config.targetDelimiter : ""
        choices =
            outputType == .generateUntil
            ? []
            : requests.map {
                ($0.continuation ?? .empty).dropping(prefix: delimiter)
            }
    }

    /// Of a rolling response: the texts of which one's words or bytes are counted.
    func countedTexts(target: JSONElement?) -> [TextView] {
        guard outputType == .loglikelihoodRolling else { return [] }
        return [requests[0].continuation ?? .empty] + (target?.utf8.map { [.view($0)] } ?? [])
    }

    /// The output type where no results file says it.
    private static func outputType(of requests: [LMEvalRequest], _ responses: JSONElement?) -> OutputType {
        if requests[0].isGeneration { return .generateUntil }
        if requests.count > 1 { return .multipleChoice }
        if requests[0].continuation == nil || requests[0].context.isEmpty { return .loglikelihoodRolling }
        return responses?[0]?[0]?.kind == .array ? .loglikelihood : .generateUntil
    }

    /// `acc_mutual_info` asks everything again without its context.
    private static func isDoubled(_ requests: [LMEvalRequest]) -> Bool {
        let half = requests.count / 2
        guard half > 0, requests.count == 2 * half else { return false }
        return requests[half...].allSatisfy(\.context.isEmpty)
            && !requests[..<half].allSatisfy(\.context.isEmpty)
    }
}

/// What of an item is needed to read the answers to it: no texts.
struct LMEvalShape: Sendable, Equatable {
    let outputType: OutputType
    /// Of the requests with their context.
    let count: Int
    let hasUnconditional: Bool
    let hasOneContext: Bool
    /// Of each choice without the delimiter: code points and UTF-8 bytes. Empty for generated text.
    let choiceChars: [Int]
    let choiceBytes: [Int]

    /// The log-likelihoods of a line.
    var nResponses: Int { hasUnconditional ? count * 2 : count }
}
