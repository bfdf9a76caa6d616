/// A function that Logarium adds to SQL: on every connection it opens, and by the loadable extension.
///
/// To add one, put it in the list of its kind (`distributions`, `descriptions`, …), or a new list into `all`.
public struct SQLFunction: Sendable {
    public let name: String
    /// Names of its arguments, in order.
    public let arguments: [String]
    /// How many of the last arguments may be left out.
    public let optionalArguments: Int
    /// One sentence: what it gives, and when NULL.
    public let summary: String
    let implementation: Implementation

    enum Implementation: Sendable {
        case scalar(@Sendable (SQLArguments) throws(SQLFunctionError) -> SQLValue)
        /// Makes an accumulator for one group of rows.
        case aggregate(@Sendable () -> any SQLAggregate)
    }

    /// Every function, sorted by name. All are deterministic: the same rows give the same value.
    public static let all: [SQLFunction] =
        (distributions + intervals + transformations + descriptions + regressions + trends + checkpointNoise
        + poolings)
        .sorted { $0.name < $1.name }

    public var isAggregate: Bool {
        if case .aggregate = implementation { true } else { false }
    }

    /// `name(a, b [, c])`
    public var signature: String {
        let required = arguments.dropLast(optionalArguments).joined(separator: ", ")
        return "\(name)(\(required)" + arguments.suffix(optionalArguments).map { " [, \($0)]" }.joined() + ")"
    }

    var numbersOfArguments: ClosedRange<Int> { arguments.count - optionalArguments...arguments.count }
}

/// What one group of rows comes to.
protocol SQLAggregate: AnyObject {
    func step(_ row: SQLArguments) throws(SQLFunctionError)
    /// Called once; without rows too.
    func finish() throws(SQLFunctionError) -> SQLValue
}

extension SQLFunction {
    static func aggregate(
        _ name: String, _ arguments: [String], optional: Int = 0, _ summary: String,
        _ make: @escaping @Sendable () -> any SQLAggregate
    ) -> SQLFunction {
        SQLFunction(
            name: name, arguments: arguments, optionalArguments: optional, summary: summary,
            implementation: .aggregate(make))
    }

    /// A function of numbers: NULL where an argument is NULL or the value is undefined.
    static func numeric(
        _ name: String, _ arguments: [String], _ summary: String,
        _ body: @escaping @Sendable ([Double]) -> Double?
    ) -> SQLFunction {
        SQLFunction(
            name: name, arguments: arguments, optionalArguments: 0, summary: summary,
            implementation: .scalar { (values) throws(SQLFunctionError) in
                guard let numbers = try values.numbers() else { return .null }
                return SQLValue(body(numbers))
            })
    }

    /// An aggregate over rows of numbers, those with a NULL skipped: NULL without any other row.
    static func numericAggregate(
        _ name: String, _ arguments: [String], _ summary: String,
        _ body: @escaping @Sendable (_ columns: [[Double]]) -> Double?
    ) -> SQLFunction {
        aggregate(name, arguments, summary) {
            NumberColumns(count: arguments.count) { columns in SQLValue(body(columns)) }
        }
    }
}
