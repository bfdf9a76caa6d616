import LogariumText

/// The values a document's `matching` field may hold.
public enum MatchingField: Sendable, Equatable {
    case integer(Int)
    case text(String)
    case list([MatchingField])

    /// Indices of the matching choices, or nil where the value names none.
    ///
    /// An integer is an index from 0; a text is a choice's text, else a letter (`C` is 2); a list of zeros and
    /// ones as long as the choices holds labels, any other list indices or texts.
    ///
    /// - Parameter choices: nil where the texts are not known.
    public func indices(nChoices: Int, choices: [String]?) -> [Int]? {
        switch self {
        case .integer(let index):
            return (0..<nChoices).contains(index) ? [index] : nil
        case .text(let text):
            return Self.index(of: text, nChoices: nChoices, choices: choices).map { [$0] }
        case .list(let values):
            if values.count == nChoices, values.allSatisfy({ $0 == .integer(0) || $0 == .integer(1) }) {
                let matching = values.indices.filter { values[$0] == .integer(1) }
                return matching.isEmpty ? nil : matching
            }
            let found = values.map { $0.indices(nChoices: nChoices, choices: choices) }
            guard !found.isEmpty, !found.contains(where: { $0 == nil }) else { return nil }
            return Set(found.compactMap { $0 }.joined()).sorted()
        }
    }

    private static func index(of text: String, nChoices: Int, choices: [String]?) -> Int? {
        if let choices {
            if let exact = choices.firstIndex(of: text) { return exact }
            let trimmed = text.trimmingWhitespace
            if let loose = choices.firstIndex(where: { $0.trimmingWhitespace == trimmed }) { return loose }
        }
        if let number = Int(text) { return (0..<nChoices).contains(number) ? number : nil }
        guard text.utf8.count == 1, let letter = text.uppercased().utf8.first else { return nil }
        let index = Int(letter) - 65
        return (0..<nChoices).contains(index) ? index : nil
    }
}
