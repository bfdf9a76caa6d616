import LogariumCore

/// JSON arrays in cells: element by element, the source's digits kept.
enum TableArray {
    /// The source text of each element, strings unquoted; nil when the text is no array.
    static func elements(of text: String) -> [String]? {
        var text = text
        return text.withUTF8 { elements(of: UnsafeRawBufferPointer($0)) }
    }

    private static func elements(of text: UnsafeRawBufferPointer) -> [String]? {
        var place = JSONSpan.skipSpace(in: text, from: 0)
        guard place < text.count, text[place] == UInt8(ascii: "[") else { return nil }
        place = JSONSpan.skipSpace(in: text, from: place + 1)
        var elements: [String] = []
        while place < text.count, text[place] != UInt8(ascii: "]") {
            if !elements.isEmpty {
                guard text[place] == UInt8(ascii: ",") else { return nil }
                place = JSONSpan.skipSpace(in: text, from: place + 1)
                guard place < text.count else { return nil }
            }
            let end = JSONSpan.endOfValue(in: text, from: place)
            elements.append(element(UnsafeRawBufferPointer(rebasing: text[place..<end])))
            place = JSONSpan.skipSpace(in: text, from: end)
        }
        return place == text.count - 1 ? elements : nil
    }

    private static func element(_ text: UnsafeRawBufferPointer) -> String {
        guard text.first == UInt8(ascii: "\""), text.count > 1 else {
            return String(decoding: text, as: UTF8.self)
        }
        let body = JSONString.unescape(UnsafeRawBufferPointer(rebasing: text.dropFirst().dropLast()))
        return String(decoding: body, as: UTF8.self)
    }

    /// Adds a log-prob: a number in any spelling, or `null` for a missing one.
    static func append(_ text: String, to array: inout LogProbArray, _ column: TableColumn) throws(LineFault)
    {
        if text == "null" { return array.appendMissing() }
        guard let value = NumberText.double(text) else {
            throw LineFault(reason: "\"\(column.rawValue)\" has \"\(text.prefix(40))\", expected a log-prob")
        }
        var digits = text
        let isJSON = digits.withUTF8 { NumberText.isJSONNumber(UnsafeRawBufferPointer($0)) }
        if isJSON, value.isFinite { array.append(value, digits: text) } else { array.append(value) }
    }
}
