/// An argument of a function in SQL.
public struct SQLArgument: Sendable, Equatable {
    public let name: String
    /// Unit or range, and what NULL means where it is not skipped.
    public let meaning: String
    /// Whether it may be left out. Optional arguments are the last ones.
    public let isOptional: Bool

    init(_ name: String, _ meaning: String, isOptional: Bool = false) {
        self.name = name
        self.meaning = meaning
        self.isOptional = isOptional
    }

    /// The same argument where it may not be left out.
    var required: SQLArgument { SQLArgument(name, meaning) }
}

/// What a function in SQL returns.
public enum SQLResult: Sendable, Equatable {
    case real
    case text
    /// A JSON object with these fields, in order.
    case json([SQLField])

    public var fields: [SQLField] {
        if case .json(let fields) = self { fields } else { [] }
    }
}

/// A field of a JSON object that a function returns. null where it is undefined; infinities are "inf" and "-inf".
public struct SQLField: Sendable, Equatable {
    public let name: String
    public let meaning: String

    init(_ name: String, _ meaning: String) {
        self.name = name
        self.meaning = meaning
    }
}
