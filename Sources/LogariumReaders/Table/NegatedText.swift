/// Numbers as they are written, with the other sign: losses as log-probs, digit by digit.
enum NegatedText {
    /// - Parameter text: a number, or a JSON array of numbers and nulls; anything else stays as it is.
    static func of(_ text: String) -> String {
        guard text.hasPrefix("["), let elements = TableArray.elements(of: text) else { return number(text) }
        return "[" + elements.map(number).joined(separator: ",") + "]"
    }

    private static func number(_ text: String) -> String {
        guard NumberText.double(text).map({ !$0.isNaN }) ?? false else {
            return text == "null" || NumberText.double(text) == nil ? text : "\"\(text)\""
        }
        if text.hasPrefix("-") { return String(text.dropFirst()) }
        return "-" + (text.hasPrefix("+") ? String(text.dropFirst()) : text)
    }
}
