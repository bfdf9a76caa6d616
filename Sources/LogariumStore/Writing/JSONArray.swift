import LogariumText

/// Arrays as columns hold them: built by hand, since their spelling must not depend on a library.
enum JSONArray {
    static func text(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }
    static func text(_ numbers: [Int]) -> String { text(numbers.map(String.init)) }
    static func text(_ numbers: [Int?]) -> String { text(numbers.map { $0.map(String.init) ?? "null" }) }
    static func text(quoting texts: [String]) -> String { text(texts.map(quotedJSON)) }
}
