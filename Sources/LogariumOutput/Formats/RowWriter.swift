public import LogariumCore

/// Writes rows in one format, as they come: `begin` once, `write` a row at a time, `end` once.
public protocol RowWriter {
    mutating func begin(columns: [String]) throws
    /// - Parameter json: those whose texts are JSON, which only JSON itself can hold as what it is.
    mutating func begin(columns: [String], json: Set<String>) throws
    /// - Parameter row: as many cells as there are columns.
    mutating func write(_ row: [ResultValue]) throws
    mutating func end() throws
}

extension RowWriter {
    public mutating func begin(columns: [String], json: Set<String>) throws { try begin(columns: columns) }
}

/// Where text goes: standard output, a file, memory.
public protocol TextOutput: AnyObject {
    func write(_ text: String) throws
}

/// Text kept in memory.
public final class StringOutput: TextOutput {
    public private(set) var text = ""
    public init() {}
    public func write(_ text: String) { self.text += text }
}
