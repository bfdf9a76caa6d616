import LogariumCore

/// How an answer came about: what was done to the chain of thought before it, and what else the question came with.
struct TableChain {
    enum Intervention: String, CaseIterable {
        case none
        case noChain = "no_chain"
        case truncated, mistake, paraphrase, filler, shuffled, others
    }

    private let intervention: Intervention?
    private let shareKept: Double?
    private let context: String?

    /// - Throws: `LineFault` for a word that is none of these, and for a share outside 0 to 1.
    init(_ row: TableRow) throws(LineFault) {
        intervention = try row.word(.intervention, Intervention.self)
        shareKept = try row.double(.shareKept)
        context = row[.context]
        if let shareKept, !(0...1).contains(shareKept) {
            throw LineFault(
                reason:
                    "\"share_kept\" is \(row[.shareKept] ?? ""), expected a share from 0 to 1 of the chain's length"
            )
        }
        if shareKept != nil, intervention == nil || intervention == Intervention.none {
            throw LineFault(
                reason:
                    "\"share_kept\" is \(row[.shareKept] ?? "") and \"intervention\" does not say what was done to the chain; "
                    + "expected \(Intervention.truncated.rawValue), or another")
        }
    }

    /// For the label of the protocol.
    var words: [String] {
        let kept = shareKept.map { " \($0 == $0.rounded() ? String(Int($0)) : String($0))" } ?? ""
        let done = intervention.flatMap { $0 == .none ? nil : $0.rawValue + kept }
        return [done, context].compactMap { $0 }
    }

    func add(to declared: inout JSONText) {
        declared.add("intervention", text: intervention?.rawValue)
        declared.add("share_kept", raw: shareKept.map { String($0) })
        declared.add("context", text: context)
    }
}
