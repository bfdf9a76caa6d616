import LogariumCore

/// The example that a group of lines is about: the lines of one response and its scores.
struct TableExample {
    let rows: [TableRow]
    /// Lines of one choice each, by position; empty for the other layout.
    let choiceRows: [TableRow]

    private var row: TableRow { rows[0] }

    init(_ rows: [TableRow]) throws(LineFault) {
        self.rows = rows
        var ordered: [(position: Int, row: TableRow)] = []
        for (index, row) in rows.filter(\.isChoice).enumerated() {
            ordered.append((try row.int(.position) ?? index, row))
        }
        ordered.sort { $0.position < $1.position }
        guard ordered.enumerated().allSatisfy({ $0.offset == $0.element.position }) else {
            throw LineFault(reason: "\"position\" of the choices is not 0 to \(ordered.count - 1), each once")
        }
        choiceRows = ordered.map(\.row)
    }

    /// Nil where only the content's hash says which example it is.
    func name() throws(LineFault) -> String? {
        if let name = row[.example] { return name }
        guard row[.contentHash] != nil else { throw LineFault(reason: "\"example\" is empty") }
        return nil
    }

    func choices() throws(LineFault) -> [String]? {
        if let choices = try row.array(.choices) { return choices }
        let texts = choiceRows.compactMap { $0[.choice] }
        return texts.isEmpty || texts.count != choiceRows.count ? nil : texts
    }

    /// - Parameter count: of the choices.
    func matching(of count: Int) throws(LineFault) -> [Int]? {
        if !choiceRows.isEmpty, row[.matching] == nil { return try matchingRows() }
        guard let text = row[.matching] else { return count == 1 && !row.has(.matching) ? [0] : nil }
        let indices: [Int]
        if text.hasPrefix("["), let found = try? row.ints(.matching) {
            indices = found
        } else if let index = Int(text) {
            let other = try choices()?.firstIndex(of: text)
            if let other, other != index, (0..<count).contains(index) {
                throw LineFault(
                    reason: "\"matching\" is \(text), which is the index of one choice and the text of "
                        + "another; write the index as [\(text)], or the text's as [\(other)]")
            }
            indices = [other ?? index]
        } else if let found = MatchingField.text(text).indices(nChoices: count, choices: try choices()) {
            indices = found
        } else {
            throw LineFault(
                reason: "\"matching\" is \"\(text.prefix(40))\", no choice's index, text or letter")
        }
        if indices.contains(count), indices.allSatisfy({ $0 > 0 && $0 <= count }) {
            // Were this line set aside, the others would be read with the wrong choice.
            throw LineFault(
                reason:
                    "\"matching\" is \(indices) of \(count) choices counted from 0; if the table counts from 1, "
                    + "subtract 1 everywhere",
                refusesFile: true)
        }
        guard indices.allSatisfy({ (0..<count).contains($0) }) else {
            throw LineFault(reason: "\"matching\" is \(indices), the response has \(count) choices")
        }
        if indices.count == 1 { return indices }
        return indices.isEmpty ? nil : Set(indices).sorted()
    }

    private func matchingRows() throws(LineFault) -> [Int]? {
        var indices: [Int] = []
        for (index, row) in choiceRows.enumerated() {
            guard row.has(.matches) else {
                throw LineFault(reason: "neither \"matches\" nor \"matching\" says which choice matches")
            }
            if try row.bool(.matches) == true { indices.append(index) }
        }
        return indices.isEmpty ? nil : indices
    }

    /// The stated hash, or one of the item's name, prompt, choices and what matches.
    func contentHash(matching: [Int]?) throws(LineFault) -> Hash128 {
        if let hash = try row.hash(.contentHash) { return hash }
        var digest = SHA256Digest()
        digest.updateField(try name() ?? "")
        digest.updateField(row[.prompt] ?? "")
        digest.updateField(JSONText.array(try choices() ?? []))
        digest.updateField(matching.map(Self.text) ?? "")
        return digest.finalizeHash128()
    }

    /// `[0, 2]`
    private static func text(_ indices: [Int]) -> String {
        "[" + indices.map(String.init).joined(separator: ", ") + "]"
    }

    func detail(matching: [Int]?, nChoices: Int) throws(LineFault) -> ExampleDetail {
        let source = try row.word(.matchingSource, MatchingSource.self) ?? (matching == nil ? .none : .user)
        let isInferred = source == .score
        var detail = ExampleDetail(
            itemHash: try itemHash(), nChoices: nChoices, matching: isInferred ? nil : matching,
            matchingSource: isInferred ? .none : source, questionHash: try questionHash())
        detail.docID = try row.int(.docID)
        detail.name = try name()
        detail.prompt = row[.prompt]
        detail.choices = try choices()
        detail.choiceChars = try row.ints(.choiceChars) ?? detail.choices?.map(\.unicodeScalars.count)
        detail.choiceBytes = try row.ints(.choiceBytes) ?? detail.choices?.map(\.utf8.count)
        detail.cluster = row[.cluster]
        detail.subset = row[.subset]
        detail.truth = row[.truth]
        detail.document = row[.document].map(JSONSanitizer.asJSON)
        return detail
    }

    private func itemHash() throws(LineFault) -> Hash128 {
        if let hash = try row.hash(.itemHash) { return hash }
        guard let name = try name() else { return try contentHash(matching: nil) }
        var digest = SHA256Digest()
        digest.updateField(name)
        return digest.finalizeHash128()
    }

    /// Without a prompt, an item is its own question: two unknown prompts are not equal prompts.
    private func questionHash() throws(LineFault) -> Hash128 {
        if let hash = try row.hash(.questionHash) { return hash }
        guard let prompt = row[.prompt] else { return try contentHash(matching: nil) }
        var digest = SHA256Digest()
        digest.updateField(prompt)
        digest.updateField(JSONText.array(try choices() ?? []))
        return digest.finalizeHash128()
    }
}
