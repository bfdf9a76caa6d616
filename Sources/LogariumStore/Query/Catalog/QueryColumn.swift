/// A column of a query's answer, as its head declares it.
public struct QueryColumn: Sendable, Equatable {
    public let name: String
    public let unit: String
    /// What it holds, and what NULL says.
    public let meaning: String
}
