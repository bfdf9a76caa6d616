/// Which filter a line belongs to, where it does not say so itself.
struct LMEvalFilterTracker {
    /// The task's filters in the order of their blocks; nil when the results file is missing.
    let names: [String]?
    private var seen: [Int: Int] = [:]

    init(names: [String]?) { self.names = names }

    /// - Parameters:
    ///   - name: as the line says it; nil where it says none.
    ///   - docID: of the line's document; nil where it has none.
    mutating func filter(named name: String?, docID: Int?) -> String {
        if let name { return name }
        if let names, names.count <= 1 { return names.first ?? "none" }
        // Up to 0.4.6 nothing names the filter: a document's n-th line is of the n-th filter. Lines
        // of several processes, one rank after the other, do not disturb that.
        let turn = seen[docID ?? -1, default: 0]
        seen[docID ?? -1] = turn + 1
        // Where the filters are known, a line more than there are of them begins a repetition.
        if let names { return names[turn % names.count] }
        return turn == 0 ? "none" : "filter \(turn + 1)"
    }
}
