/// Which filter a line belongs to: all documents of one filter come before those of the next.
struct LMEvalFilterTracker {
    /// The task's filters in the order of their blocks; nil when the results file is missing.
    let names: [String]?
    private var first: String?
    /// The filter under which a document was first answered.
    private var answered: [Int: String] = [:]
    private var seen: [Int: Int] = [:]

    init(names: [String]?) { self.names = names }

    /// - Parameters:
    ///   - name: as the line says it; nil where it says none.
    ///   - docID: of the line's document; nil where it has none.
    /// - Returns: the filter's name, and whether the line is the first to give this document's response.
    mutating func filter(named name: String?, docID: Int?) -> (name: String, isFirst: Bool) {
        if let name {
            if first == nil { first = name }
            // A line of another filter repeats only what was answered: its item may be new.
            guard let docID else { return (name, name == first) }
            let answering = answered[docID] ?? name
            answered[docID] = answering
            return (name, name == answering)
        }
        if let names, names.count <= 1 { return (names.first ?? "none", true) }
        // Up to 0.4.6 nothing names the filter: a document's n-th line is of the n-th filter. Lines
        // of several processes, one rank after the other, do not disturb that.
        let turn = seen[docID ?? -1, default: 0]
        seen[docID ?? -1] = turn + 1
        return (filterName(turn), turn == 0)
    }

    private func filterName(_ turn: Int) -> String {
        if let names, turn < names.count { return names[turn] }
        return turn == 0 ? "none" : "filter \(turn + 1)"
    }
}
