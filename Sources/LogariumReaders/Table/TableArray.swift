import LogariumCore

/// JSON arrays in cells: element by element, the source's digits kept.
enum TableArray {
    /// The source text of each element, strings unquoted; nil when the text is no array.
    static func elements(of text: String) -> [String]? {
        var text = text
        var elements: [String] = []
        let isArray = text.withUTF8 { bytes in
            forEachElement(of: UnsafeRawBufferPointer(bytes)) { element in
                elements.append(String(decoding: unquoted(element), as: UTF8.self))
            }
        }
        return isArray ? elements : nil
    }

    /// Calls `body` with the source text of each element; false when the text turns out to be no array.
    static func forEachElement(
        of text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        var place = JSONSpan.skipSpace(in: text, from: 0)
        guard place < text.count, text[place] == UInt8(ascii: "[") else { return false }
        place = JSONSpan.skipSpace(in: text, from: place + 1)
        var isFirst = true
        while place < text.count, text[place] != UInt8(ascii: "]") {
            if !isFirst {
                guard text[place] == UInt8(ascii: ",") else { return false }
                place = JSONSpan.skipSpace(in: text, from: place + 1)
                guard place < text.count else { return false }
            }
            isFirst = false
            let end = JSONSpan.endOfValue(in: text, from: place)
            body(UnsafeRawBufferPointer(rebasing: text[place..<end]))
            place = JSONSpan.skipSpace(in: text, from: end)
        }
        return place == text.count - 1
    }

    private static func unquoted(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        guard text.first == UInt8(ascii: "\""), text.count > 1 else { return Array(text) }
        return JSONString.unescape(UnsafeRawBufferPointer(rebasing: text[1..<(text.count - 1)]))
    }

    /// Adds a log-prob: a number in any spelling, or `null` for a missing one.
    ///
    /// - Parameter element: as it was written; a string is looked into.
    static func append(
        _ element: UnsafeRawBufferPointer, to array: inout LogProbArray, _ column: TableColumn
    ) throws(LineFault) {
        if let value = NumberText.jsonNumber(element) {
            return array.append(value, digits: element)
        }
        try append(String(decoding: unquoted(element), as: UTF8.self), to: &array, column)
    }

    /// The same of a cell's text.
    static func append(_ text: String, to array: inout LogProbArray, _ column: TableColumn) throws(LineFault)
    {
        if text == "null" { return array.appendMissing() }
        guard let value = NumberText.double(text) else {
            let isDecimalComma = NumberText.double(text.replacing(",", with: ".", maxReplacements: 1)) != nil
            throw LineFault(
                reason: "\"\(column.rawValue)\" has \"\(text.prefix(40))\", expected a log-prob"
                    + (isDecimalComma ? " with a decimal point" : ""))
        }
        var digits = text
        let isJSON = digits.withUTF8 { NumberText.isJSONNumber(UnsafeRawBufferPointer($0)) }
        if isJSON, value.isFinite { array.append(value, digits: text) } else { array.append(value) }
    }

    static func fault(_ text: String, _ column: TableColumn) -> LineFault {
        let isPython = text.contains("'") || text.contains("tensor(")
        return LineFault(
            reason: "\"\(column.rawValue)\" is \"\(text.prefix(40))\", expected a JSON array"
                + (isPython ? "; this is how Python prints a list: write it with json.dumps" : ""))
    }
}
