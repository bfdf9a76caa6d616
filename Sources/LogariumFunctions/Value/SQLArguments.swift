/// The arguments of one call, which know their names: an error says which one is wrong, and what to do.
public struct SQLArguments: Sendable {
    let arguments: [SQLArgument]
    let values: [SQLValue]

    func name(_ index: Int) -> String { arguments[index].name }

    subscript(index: Int) -> SQLValue { values[index] }

    var count: Int { values.count }

    /// The number of an argument; nil for NULL.
    ///
    /// - Throws: where it is text or a blob.
    func number(_ index: Int) throws(SQLFunctionError) -> Double? {
        switch values[index] {
        case .null: return nil
        case .integer(let value): return Double(value)
        case .real(let value): return value
        case .text, .blob:
            throw SQLFunctionError(
                "\(name(index)) is \(values[index].shown), not a number; use CAST(… AS REAL)")
        }
    }

    /// All arguments as numbers; nil where one is NULL.
    func numbers() throws(SQLFunctionError) -> [Double]? {
        var numbers: [Double] = []
        var hasNull = false
        for index in values.indices {
            if let number = try number(index) { numbers.append(number) } else { hasNull = true }
        }
        return hasNull ? nil : numbers
    }

    /// The whole number of an argument; nil for NULL.
    ///
    /// - Throws: where it is anything else.
    func whole(_ index: Int) throws(SQLFunctionError) -> Int? {
        guard let number = try number(index) else { return nil }
        guard let whole = Int(exactly: number) else {
            throw SQLFunctionError("\(name(index)) is \(values[index].shown), not a whole number")
        }
        return whole
    }

    /// Whether an argument is 1 and not 0; nil for NULL.
    ///
    /// - Throws: where it is anything else.
    func flag(_ index: Int) throws(SQLFunctionError) -> Bool? {
        switch try number(index) {
        case nil: return nil
        case 0: return false
        case 1: return true
        default:
            throw SQLFunctionError(
                "\(name(index)) is \(values[index].shown), neither 0 nor 1; say which side a tie is on")
        }
    }
}

/// Why a statement fails: what is wrong, and how to put it right.
public struct SQLFunctionError: Error, Equatable, Sendable {
    public let message: String

    init(_ message: String) { self.message = message }
}
