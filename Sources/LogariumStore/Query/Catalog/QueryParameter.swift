public import LogariumCore

/// A parameter of a query file, as its head declares it.
public struct QueryParameter: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable { case integer, real, text, boolean }

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
        }
    }

    var article: String {
        switch self {
        case .integer: "an integer"
        case .real: "a number"
        case .text: "a text"
        case .boolean: "a boolean"
        }
    }
}
