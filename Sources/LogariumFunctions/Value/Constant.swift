/// An argument that all rows of a group must agree in, such as a smallest effect of interest.
struct Constant {
    private var first: SQLValue?

    /// Nil before the first row, and for NULL.
    var number: Double? { first?.number }

    /// - Throws: where it is no number or NULL, or not the value of the rows before.
    mutating func set(_ arguments: SQLArguments, _ index: Int) throws(SQLFunctionError) {
        let (number, new) = (try arguments.number(index), arguments[index])
        if let first, first.number != number {
            throw SQLFunctionError(
                "\(arguments.name(index)) must be the same in every row of a group, not \(first.shown) and "
                    + new.shown)
        }
        first = new
    }
}
