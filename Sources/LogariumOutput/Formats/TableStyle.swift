/// How a table for people is laid out.
public struct TableStyle: Sendable {
    /// Columns of the terminal: a wider table is broken into blocks of columns. Nil: never broken.
    public var width: Int?
    /// The header in bold. The rule below it says the same without.
    public var isColoured: Bool

    public init(width: Int? = nil, isColoured: Bool = false) {
        self.width = width
        self.isColoured = isColoured
    }
}
