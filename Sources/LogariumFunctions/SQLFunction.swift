/// A function that Logarium adds to SQL: on every connection it opens, and by the loadable extension.
///
/// To add one, put it in the list of its kind (`distributions`, `descriptions`, …), or a new list into `all`.
public struct SQLFunction: Sendable {
    public let name: String
    public let arguments: [SQLArgument]
    public let result: SQLResult
    /// One sentence: what it gives.
    public let summary: String
    /// When it is NULL besides `nullRule`'s general part, as a condition; nil where never.
    let undefined: String?
    /// When it is NULL, where that is not the general rule.
    var ownNullRule: String?
    /// The method's publication, or what computes it.
    public let source: String
    let implementation: Implementation

    enum Implementation: Sendable {
        case scalar(@Sendable (SQLArguments) throws(SQLFunctionError) -> SQLValue)
        /// Makes an accumulator for one group of rows.
        case aggregate(@Sendable () -> any SQLAggregate)
        /// Makes one that reads the warehouse it is called in.
        case warehouseAggregate(@Sendable (ColumnReader) -> any SQLAggregate)
    }

    /// Every function, sorted by name. All are deterministic: the same rows give the same value.
    public static let all: [SQLFunction] =
        (filters + texts + distributions + intervals + transformations + descriptions + regressions + trends
        + checkpointNoise
        + poolings)
        .sorted { $0.name < $1.name }

    public var isAggregate: Bool {
        switch implementation {
        case .scalar: false
        case .aggregate, .warehouseAggregate: true
        }
    }

    /// `name(a, b [, c])`
    public var signature: String {
        let optional = arguments.filter(\.isOptional).map { " [, \($0.name)]" }.joined()
        return
            "\(name)(\(arguments.filter { !$0.isOptional }.map(\.name).joined(separator: ", "))\(optional))"
    }

    /// When the value is NULL, as a condition.
    public var nullRule: String {
        if let ownNullRule { return ownNullRule }
        let general = isAggregate ? "no row is left" : "an argument is NULL"
        return undefined.map { "\(general), or \($0)" } ?? general
    }

    var numbersOfArguments: ClosedRange<Int> {
        arguments.count - arguments.count(where: \.isOptional)...arguments.count
    }
}

/// What one group of rows comes to.
protocol SQLAggregate: AnyObject {
    func step(_ row: SQLArguments) throws(SQLFunctionError)
    /// Called once; without rows too.
    func finish() throws(SQLFunctionError) -> SQLValue
}

extension SQLFunction {
    static func aggregate(
        _ name: String, _ arguments: [SQLArgument], _ result: SQLResult, _ summary: String,
        null undefined: String? = nil, source: String, _ make: @escaping @Sendable () -> any SQLAggregate
    ) -> SQLFunction {
        SQLFunction(
            name: name, arguments: arguments, result: result, summary: summary, undefined: undefined,
            source: source, implementation: .aggregate(make))
    }

    static func warehouseAggregate(
        _ name: String, _ arguments: [SQLArgument], _ result: SQLResult, _ summary: String,
        source: String, _ make: @escaping @Sendable (ColumnReader) -> any SQLAggregate
    ) -> SQLFunction {
        SQLFunction(
            name: name, arguments: arguments, result: result, summary: summary, undefined: nil,
            source: source, implementation: .warehouseAggregate(make))
    }

    /// A function of numbers: NULL where an argument is NULL or the value is undefined.
    static func numeric(
        _ name: String, _ arguments: [SQLArgument], _ summary: String, null undefined: String? = nil,
        source: String, _ body: @escaping @Sendable ([Double]) -> Double?
    ) -> SQLFunction {
        SQLFunction(
            name: name, arguments: arguments, result: .real, summary: summary, undefined: undefined,
            source: source,
            implementation: .scalar { (values) throws(SQLFunctionError) in
                guard let numbers = try values.numbers() else { return .null }
                return SQLValue(body(numbers))
            })
    }

    /// An aggregate over rows of numbers, those with a NULL skipped: NULL without any other row.
    static func numericAggregate(
        _ name: String, _ arguments: [SQLArgument], _ summary: String, null undefined: String? = nil,
        source: String, _ body: @escaping @Sendable (_ columns: [[Double]]) -> Double?
    ) -> SQLFunction {
        aggregate(name, arguments, .real, summary, null: undefined, source: source) {
            NumberColumns(count: arguments.count) { columns in SQLValue(body(columns)) }
        }
    }
}
