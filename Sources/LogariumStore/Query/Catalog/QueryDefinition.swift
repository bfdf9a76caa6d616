public import LogariumCore

/// A file of `queries/`: a question as a documented function, with rows for an answer.
public struct QueryDefinition: Sendable, Equatable {
    public let name: String
    /// One sentence that says what a row is.
    public let sentence: String
    /// What its words mean; empty where the sentence says all.
    public let notes: String
    public let parameters: [QueryParameter]
    public let columns: [QueryColumn]
    /// Those that a table for people has unless more are asked for; empty: all.
    public let defaultColumns: [String]
    /// Of each group, one parameter at least must be given.
    public let requirements: [[String]]
    /// Where the formulas come from; empty where there are none.
    public let source: String
    /// The whole file, head and all: what runs, and what any client with Logarium's functions can run.
    public let sql: String

    /// Whether it answers without being told anything.
    public var needsNothing: Bool {
        requirements.isEmpty && parameters.allSatisfy { $0.defaultValue != .required }
    }

    /// The value of every parameter: the given text, else the default.
    ///
    /// - Throws: `ReadError` for a name that the query lacks, a value of another kind, or one that must be given.
    public func values(given: [String: String]) throws -> [String: ResultValue] {
        let names = parameters.map(\.name)
        for name in given.keys.sorted() where !names.contains(name) {
            throw ReadError.noSuchParameter(name: name, known: names, closest: name.closest(in: names))
        }
        for group in requirements where !group.contains(where: { given[$0] != nil }) {
            throw ReadError.missingParameter(query: self.name, anyOf: group)
        }
        var values: [String: ResultValue] = [:]
        for parameter in parameters {
            values[parameter.name] = try value(of: parameter, given[parameter.name])
        }
        return values
    }

    private func value(of parameter: QueryParameter, _ text: String?) throws -> ResultValue {
        if let text { return try parameter.value(from: text) }
        switch parameter.defaultValue {
        case .required: throw ReadError.missingParameter(query: name, anyOf: [parameter.name])
        case .none: return .null
        case .value(let value): return value
        }
    }
}

extension ReadConnection {
    /// Compiles a query and binds its parameters.
    ///
    /// - Parameter given: values as text, by name; the others take their defaults.
    /// - Throws: `ReadError`, also for a value to filter by that nothing in the warehouse has.
    public func prepare(_ query: QueryDefinition, given: [String: String] = [:]) throws -> ReadStatement {
        let values = try query.values(given: given)
        try requireMatches(of: query, given)
        let statement = try prepare(query.sql)
        for (name, value) in values { try statement.bind(name, value) }
        statement.jsonColumns = Set(query.columns.filter { $0.unit == "JSON" }.map(\.name))
        return statement
    }

    /// Compiles a statement and binds its parameters: numbers where the text looks like one, else texts.
    ///
    /// - Throws: `ReadError`, also where a parameter is left without a value.
    public func prepare(_ sql: String, given: [String: String]) throws -> ReadStatement {
        let statement = try prepare(sql)
        for name in statement.parameterNames where name.flatMap({ given[$0] }) == nil {
            throw ReadError.missingParameter(query: "the statement", anyOf: [name ?? "NAME"])
        }
        for (name, text) in given.sorted(by: { $0.key < $1.key }) {
            try statement.bind(name, Self.value(lookingLike: text))
        }
        return statement
    }

    private static func value(lookingLike text: String) -> ResultValue {
        guard let first = text.first, "+-.0123456789".contains(first) else { return .text(text) }
        return Int64(text).map { .integer($0) } ?? QueryParameter.Kind.real.value(from: text) ?? .text(text)
    }
}

/// A column of a query's answer, as its head declares it.
public struct QueryColumn: Sendable, Equatable {
    public let name: String
    public let unit: String
    /// What it holds, and what NULL says.
    public let meaning: String
}
