import LogariumCore

/// One line of a table as text by column; an empty cell is not there.
struct TableRow {
    var line: Int
    /// The cells that are not empty, in the order of the line: a handful.
    private var cells: [(column: UInt8, text: String)] = []
    /// The columns in `cells`, and those that the line has, empty or not: bit k is ordinal k.
    private var filled: UInt128 = 0
    private var present: UInt128 = 0
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
        cells.reserveCapacity(10)
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
        let bit: UInt128 = 1 << column.ordinal
        if filled & bit != 0 { cells.removeAll { $0.column == column.ordinal } }
        present |= bit
        filled &= ~bit
        guard let value, !value.isEmpty else { return }
        filled |= bit
        cells.append((UInt8(column.ordinal), value))
    }

    /// What is wrong with a text as such: a name with U+0000 would be another name wherever texts end there.
    var textFault: String? {
        let texts: Set<TableColumn> = [.prompt, .choices, .choice, .document, .raw]
        for cell in cells where cell.text.utf8.contains(0) {
            guard let column = TableColumn.allCases.first(where: { $0.ordinal == Int(cell.column) }),
                !texts.contains(column)
            else { continue }
            return "\"\(column.rawValue)\" has the character U+0000; take it out"
        }
        return nil
    }

    func has(_ column: TableColumn) -> Bool { present & 1 << column.ordinal != 0 }

    subscript(column: TableColumn) -> String? {
        let ordinal = column.ordinal
        guard filled & 1 << ordinal != 0 else { return nil }
        for cell in cells where cell.column == ordinal { return cell.text }
        return nil
    }

    /// Whether both lines say the same of their run.
    func hasSameRun(as other: TableRow) -> Bool {
        let ofRun = filled & Self.runColumns
        guard ofRun == other.filled & Self.runColumns else { return false }
        return cells.allSatisfy { cell in
            ofRun & 1 << cell.column == 0
                || other.cells.contains { $0.column == cell.column && $0.text == cell.text }
        }
    }

    /// The columns of a run are the first ones.
    private static let runColumns: UInt128 = 1 << TableColumn.runColumns.count - 1

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
        guard let value = WholeNumber.parse(text) else {
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected an integer")
        }
        if let least = column.least, value < least {
            throw LineFault(
                reason:
                    "\"\(column.rawValue)\" is \(value), expected \(least) or more; leave the unknown empty")
        }
        return value
    }

    func double(_ column: TableColumn) throws(LineFault) -> Double? {
        guard let text = self[column] else { return nil }
        guard let value = NumberText.double(text) else {
            throw LineFault(reason: "\"\(column.rawValue)\" is \"\(text)\", expected a number")
        }
        if column == .weight, !(value >= 0 && value.isFinite) {
            throw LineFault(reason: "\"weight\" is \(text), expected a finite number, 0 or more")
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
            throw TableArray.fault(text, column)
        }
        return elements
    }

    func ints(_ column: TableColumn) throws(LineFault) -> [Int]? {
        try array(column)?.mapFaults { element throws(LineFault) in try Self.int(element, column) }
    }

    /// With `null` for what is not known.
    func optionalInts(_ column: TableColumn) throws(LineFault) -> [Int?]? {
        try array(column)?.mapFaults { element throws(LineFault) in
            element == "null" ? nil : try Self.int(element, column)
        }
    }

    private static func int(_ element: String, _ column: TableColumn) throws(LineFault) -> Int {
        guard let value = WholeNumber.parse(element) else {
            throw LineFault(reason: "\"\(column.rawValue)\" has \"\(element)\", expected an integer")
        }
        if let least = column.least, value < least {
            throw LineFault(reason: "\"\(column.rawValue)\" has \(element), expected \(least) or more")
        }
        return value
    }

    func bools(_ column: TableColumn) throws(LineFault) -> [Bool]? {
        try array(column)?.mapFaults { element throws(LineFault) in try Self.bool(element, column) }
    }

    func logprobs(_ column: TableColumn) throws(LineFault) -> LogProbArray? {
        guard var text = self[column] else { return nil }
        var array = LogProbArray(capacity: 4)
        var fault: LineFault?
        let isArray = text.withUTF8 { bytes in
            TableArray.forEachElement(of: UnsafeRawBufferPointer(bytes)) { element in
                do throws(LineFault) {
                    try TableArray.append(element, to: &array, column)
                } catch {
                    fault = fault ?? error
                }
            }
        }
        guard isArray else { throw TableArray.fault(text, column) }
        if let fault { throw fault }
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

extension TableColumn {
    /// The smallest whole number that a column of counts takes; nil where any goes.
    fileprivate var least: Int? {
        switch self {
        case .nParams, .nParamsNonEmbedding: 1
        case .trainStep, .trainTokens, .rlhfStep, .numFewshot, .nExpected, .copy, .position, .docID,
            .nTokens, .choiceChars, .choiceBytes:
            0
        default: nil
        }
    }
}
