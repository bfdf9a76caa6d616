import LogariumCore

/// One line of a table as text by column; an empty cell is not there.
struct TableRow {
    var line: Int
    /// By `TableColumn.ordinal`.
    private var cells = [String?](repeating: nil, count: TableColumn.allCases.count)
    /// The columns that the line has, empty or not: bit k is ordinal k.
    private var present: UInt64 = 0
    private var source: Source

    private enum Source {
        case text(String)
        /// In a block that lives longer than the row.
        case view(UnsafeRawBufferPointer)
    }

    init(line: Int, text: String) {
        self.line = line
        source = .text(text)
    }

    /// - Parameter source: bytes that outlive the row, or until `keepText` is called.
    init(line: Int, source: UnsafeRawBufferPointer) {
        self.line = line
        self.source = .view(source)
    }

    /// As it was written, for lines that are set aside.
    var text: String {
        switch source {
        case .text(let text): text
        case .view(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Makes the row independent of the block it was read from.
    mutating func keepText() { source = .text(text) }

    /// - Parameter value: nil and the empty text both say "not stated".
    mutating func set(_ column: TableColumn, _ value: String?) {
        present |= 1 << column.ordinal
        cells[column.ordinal] = value.flatMap { $0.isEmpty ? nil : $0 }
    }

    func has(_ column: TableColumn) -> Bool { present & 1 << column.ordinal != 0 }

    subscript(column: TableColumn) -> String? { cells[column.ordinal] }

    /// Whether both lines say the same of their run.
    func hasSameRun(as other: TableRow) -> Bool {
        cells[..<TableColumn.runColumns.count] == other.cells[..<TableColumn.runColumns.count]
    }

    /// One line of a response that has one line a choice; its log-prob may be missing.
    var isChoice: Bool {
        self[.logprob] != nil || self[.choice] != nil && self[.logprobs] == nil && self[.metric] == nil
    }

    /// - Throws: `LineFault` when a cell of JSON is not that.
    func checkJSON(_ parser: JSONParser) throws(LineFault) {
        for column in [TableColumn.declared, .config, .document] {
            guard let text = self[column] else { continue }
            do {
                _ = try parser.parse(text)
            } catch {
                throw LineFault(reason: "\"\(column.rawValue)\" is not JSON: \(error.reason)")
            }
        }
    }

    /// - Throws: `LineFault` when the cell is there and is no integer.
    func int(_ column: TableColumn) throws(LineFault) -> Int? {
        guard let text = self[column] else { return nil }
        if let value = Int(text) { return value }
        // Spreadsheets write 1e9 and 410000000.0.
        if let value = NumberText.double(text), value == value.rounded(), value.magnitude < 9e15 {
            return Int(value)
        }
        throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected an integer")
    }

    func double(_ column: TableColumn) throws(LineFault) -> Double? {
        guard let text = self[column] else { return nil }
        guard let value = NumberText.double(text) else {
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected a number")
        }
        return value
    }

    func bool(_ column: TableColumn) throws(LineFault) -> Bool? {
        guard let text = self[column] else { return nil }
        return try Self.bool(text, column)
    }

    func hash(_ column: TableColumn) throws(LineFault) -> Hash128? {
        guard let text = self[column] else { return nil }
        guard text.utf8.count == 32, let hash = Hash128(hex: text) else {
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected 32 hexadecimal digits")
        }
        return hash
    }

    /// One of a closed list of words.
    func word<Word: RawRepresentable & CaseIterable>(
        _ column: TableColumn, _ type: Word.Type
    ) throws(LineFault) -> Word? where Word.RawValue == String {
        guard let text = self[column] else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected one of \(known)")
        }
        return word
    }

    /// The elements of a JSON array, each as its source text.
    func array(_ column: TableColumn) throws(LineFault) -> [String]? {
        guard let text = self[column] else { return nil }
        guard let elements = TableArray.elements(of: text) else {
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text.prefix(40))\", expected a JSON array")
        }
        return elements
    }

    func ints(_ column: TableColumn) throws(LineFault) -> [Int]? {
        guard let elements = try array(column) else { return nil }
        return try elements.mapFaults { element throws(LineFault) in
            guard let value = Int(element) else {
                throw LineFault(reason: "\"\(column.rawValue)\" has \"\(element)\", expected an integer")
            }
            return value
        }
    }

    func bools(_ column: TableColumn) throws(LineFault) -> [Bool]? {
        try array(column)?.mapFaults { element throws(LineFault) in try Self.bool(element, column) }
    }

    func logprobs(_ column: TableColumn) throws(LineFault) -> LogProbArray? {
        guard let elements = try array(column) else { return nil }
        var array = LogProbArray()
        for element in elements { try TableArray.append(element, to: &array, column) }
        return array
    }

    static func bool(_ text: String, _ column: TableColumn) throws(LineFault) -> Bool {
        switch text.lowercased() {
        case "1", "true": return true
        case "0", "false": return false
        default:
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected 0, 1, true or false")
        }
    }
}

extension [String] {
    fileprivate func mapFaults<Value>(
        _ transform: (String) throws(LineFault) -> Value
    ) throws(LineFault) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for element in self { values.append(try transform(element)) }
        return values
    }
}
