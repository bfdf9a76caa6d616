import LogariumCore

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
