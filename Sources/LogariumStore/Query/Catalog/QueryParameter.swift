public import LogariumCore

/// A parameter of a query file, as its head declares it.
public struct QueryParameter: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case integer, real, text, boolean
        /// What a trend runs along.
        case axis
        /// Which states of a model a line over sizes takes.
        case states
        /// Names of metrics, parted by commas.
        case metrics
    }

    public enum Default: Sendable, Equatable {
        case required
        /// NULL, which the query reads as "any".
        case none
        case value(ResultValue)
    }

    public let name: String
    public let kind: Kind
    public let defaultValue: Default
    public let meaning: String

    /// Reads a value as the command line gives it.
    ///
    /// - Throws: `ReadError.badValue`.
    public func value(from text: String) throws -> ResultValue {
        guard let value = kind.value(from: text) else {
            throw ReadError.badValue(parameter: name, value: text, type: kind.article)
        }
        return value
    }
}

extension QueryParameter.Kind {
    /// Nil where the text is no value of this kind.
    func value(from text: String) -> ResultValue? {
        switch self {
        case .integer: Int64(text).map { .integer($0) }
        case .real: Double(text).flatMap { $0.isNaN ? nil : .real($0) }
        case .text: .text(text)
        case .boolean:
            switch text.lowercased() {
            case "1", "true", "yes": .integer(1)
            case "0", "false", "no": .integer(0)
            default: nil
            }
        case .axis, .states: choices.contains(text) ? .text(text) : nil
        case .metrics:
            text.split(separator: ",", omittingEmptySubsequences: false)
                .allSatisfy { choices.contains(String($0)) } ? .text(text) : nil
        }
    }

    /// The words that there are; empty where any value of the kind will do.
    var choices: [String] {
        switch self {
        case .integer, .real, .text, .boolean: []
        case .axis: ["n_params", "n_params_non_embedding", "train_tokens", "train_step", "rlhf_step"]
        case .states: ["equal", "final"]
        case .metrics: Metric.all.map(\.name)
        }
    }

    var article: String {
        switch self {
        case .integer: "an integer"
        case .real: "a number"
        case .text: "a text"
        case .boolean: "a boolean"
        case .axis, .states: "one of \(choices.joined(separator: ", "))"
        case .metrics: "one or several, parted by commas, of \(choices.joined(separator: ", "))"
        }
    }
}
