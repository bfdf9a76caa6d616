/// A function that gives rows: SELECT … FROM name(argument, …). It reads the warehouse it is called in.
public struct SQLTableFunction: Sendable {
    public let name: String
    public let arguments: [SQLArgument]
    public let columns: [SQLField]
    /// One sentence: what a row is, and when there is none.
    public let summary: String
    /// The method's publication, or what computes it.
    public let source: String
    let rows: @Sendable (SQLArguments, ColumnReader) throws(SQLFunctionError) -> [[SQLValue]]

    public static let all: [SQLTableFunction] = [
        runMeasure, runScore, runPair, runComparison, runParaphrase, runRecomputed, runClaim, lineTrend,
        linePoint,
        lineSubset, lineComparison,
        behaviorLine, behaviorTest, trendStateOf, chainCurve, contextShift,
    ]

    /// `name(a, b)`
    public var signature: String { "\(name)(\(arguments.map(\.name).joined(separator: ", ")))" }

    var declaration: String {
        let columns = columns.map(\.name) + arguments.map { "\($0.name) HIDDEN" }
        return "CREATE TABLE x(\(columns.joined(separator: ", ")))"
    }
}
