public import LogariumCore
import LogariumFunctions

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
        /// A filter by names, as the function `is_asked` takes it.
        case names
        /// A filter by whole numbers, as the function `is_asked` takes it.
        case numbers
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

    /// The words that it takes; empty where it takes what the warehouse has, or any number.
    public var words: [String] {
        kind == .boolean ? ["0", "1"] : kind.choices + kind.aliases.map(\.alias)
    }

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
    /// Nil where the text is no value of this kind. Aliases become the names they stand for.
    func value(from text: String) -> ResultValue? {
        switch self {
        case .integer: Int64(text).map { .integer($0) }
        case .real: Double(text).flatMap { $0.isNaN ? nil : .real($0) }
        case .text, .names: .text(text)
        case .numbers: Self.numbers(text)
        case .boolean:
            switch text.lowercased() {
            case "1", "true", "yes": .integer(1)
            case "0", "false", "no": .integer(0)
            default: nil
            }
        case .axis: TrendAxis(named: text).map { .text($0.rawValue) }
        case .states: choices.contains(text) ? .text(text) : nil
        case .metrics: Self.metrics(text)
        }
    }

    private static func metrics(_ text: String) -> ResultValue? {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        // What is no metric may be a score, which the warehouse knows.
        guard words.allSatisfy({ !$0.isEmpty && $0.first != " " }) else { return nil }
        return .text(words.map { Metric.named($0)?.name ?? $0 }.joined(separator: ","))
    }

    /// Numbers and ranges as `is_asked` takes them, `1.4B` written out.
    private static func numbers(_ text: String) -> ResultValue? {
        if let number = WholeNumber.parse(text) { return .integer(Int64(number)) }
        let elements = AskedValues(text).elements.map { number($0.text) }
        let known = elements.compactMap { $0 }
        return known.count == elements.count ? .text(known.joined(separator: ",")) : nil
    }

    private static func number(_ text: String) -> String? {
        guard let (low, high) = AskedValues.bounds(of: text) else {
            return WholeNumber.parse(text).map(String.init)
        }
        let bounds = [low, high].map { $0.isEmpty ? nil : WholeNumber.parse($0) }
        guard bounds.contains(where: { $0 != nil }), low.isEmpty == (bounds[0] == nil),
            high.isEmpty == (bounds[1] == nil), bounds[0] ?? .min <= bounds[1] ?? .max
        else { return nil }
        return bounds.map { $0.map(String.init) ?? "" }.joined(separator: "..")
    }

    /// The words that there are; empty where any value of the kind will do.
    var choices: [String] {
        switch self {
        case .integer, .real, .text, .boolean, .names, .numbers: []
        case .axis: TrendAxis.allCases.map(\.rawValue)
        case .states: ["equal", "final"]
        case .metrics: Metric.all.map(\.name)
        }
    }

    /// Shorter words that are understood too, each with what it stands for.
    var aliases: [(alias: String, name: String)] {
        switch self {
        case .axis: TrendAxis.allCases.compactMap { axis in axis.alias.map { ($0, axis.rawValue) } }
        case .metrics: Metric.all.compactMap { metric in metric.alias.map { ($0, metric.name) } }
        case .integer, .real, .text, .boolean, .states, .names, .numbers: []
        }
    }

    var article: String {
        switch self {
        case .integer: "an integer"
        case .real: "a number"
        case .text, .names: "a text"
        case .numbers:
            "a whole number, several parted by commas, or a range from low to high (100..2000, 100.., ..2000)"
        case .boolean: "a boolean"
        case .axis, .states: "one of \(choices.joined(separator: ", "))\(alsoKnown)"
        case .metrics:
            "one or several, parted by commas, of \(choices.joined(separator: ", "))\(alsoKnown), or scores"
        }
    }

    private var alsoKnown: String {
        aliases.isEmpty
            ? ""
            : " (or for short " + aliases.map { "\($0.alias) for \($0.name)" }.joined(separator: ", ") + ")"
    }

    /// How its values are written, for help; nil where the name of the kind says it.
    var writing: String? {
        switch self {
        case .names: "names: one or several, parted by commas; * or % stands for any characters."
        case .numbers: "numbers: one or several, parted by commas; or a range, 100..2000, 100.. or ..2000."
        case .axis, .metrics:
            "\(rawValue), for short: " + aliases.map { "\($0.alias) for \($0.name)" }.joined(separator: ", ")
                + "."
        case .integer, .real, .text, .boolean, .states: nil
        }
    }
}
