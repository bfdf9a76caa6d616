import LogariumCore

/// The gold choices of a line, and how they are known.
struct LMEvalGold: Equatable, Sendable {
    /// As stated: an index may be out of range. Nil when unknown.
    var indices: [Int]?
    var source: MatchingSource
    /// Taken from the very score that it would check.
    var isInferred = false

    /// The valid ones; nil when there is none.
    func matching(of count: Int) -> [Int]? {
        guard let indices else { return nil }
        let valid = Set(indices.filter { (0..<count).contains($0) }).sorted()
        return valid.isEmpty ? nil : valid
    }

    /// What a line states but for its scores.
    static func stated(_ line: LMEvalLine, item: LMEvalItem, config: LMEvalTaskConfig) -> LMEvalGold {
        switch item.outputType {
        // The one choice is what the item asks for.
        case .loglikelihood, .loglikelihoodRolling: LMEvalGold(indices: [0], source: .target)
        case .multipleChoice: choice(statedBy: line, item: item, config: config)
        case .generateUntil, .reported: LMEvalGold(indices: nil, source: .none)
        }
    }

    /// What a multiple choice's `target` states; unknown where the contexts differ, since there it is the
    /// text that all continuations share.
    private static func choice(
        statedBy line: LMEvalLine, item: LMEvalItem, config: LMEvalTaskConfig
    ) -> LMEvalGold {
        guard item.hasOneContext, let target = line.target else {
            return LMEvalGold(indices: nil, source: .none)
        }
        let stated = indices(target)
        let isText = config.targetField.flatMap { line.doc?[$0] }?.kind == .string
        if let stated, !isText, stated.allSatisfy({ (0..<item.count).contains($0) }) {
            return LMEvalGold(indices: stated, source: .target)
        }
        // A number out of range may be a choice's text: the choices of a sum are numbers.
        if let choice = choice(target, of: item) { return choice }
        return LMEvalGold(indices: stated, source: stated == nil ? .none : .target)
    }

    /// Where the target says nothing, `acc` gives the gold away: the prediction when right; of two choices
    /// the other one when wrong.
    static func inferred(acc: Double?, prediction: Int?, shape: LMEvalShape) -> LMEvalGold? {
        guard let prediction else { return nil }
        if acc == 1 { return LMEvalGold(indices: [prediction], source: .score, isInferred: true) }
        guard acc == 0, shape.count == 2, !shape.hasOneContext else { return nil }
        return LMEvalGold(indices: [1 - prediction], source: .score, isInferred: true)
    }

    private static func choice(_ target: JSONElement, of item: LMEvalItem) -> LMEvalGold? {
        guard let text = target.utf8.map(TextView.view) else { return nil }
        return item.choices.firstIndex { $0 == text }.map { LMEvalGold(indices: [$0], source: .choiceText) }
    }

    /// `3`, `"3"`, `[0, 2]` and `"[0, 2]"`.
    private static func indices(_ target: JSONElement) -> [Int]? {
        if let index = target.int { return [index] }
        if target.kind == .array {
            let indices = target.elements.compactMap(\.int)
            return indices.count == target.count ? indices : nil
        }
        guard let text = target.string, text.utf8.count < 1000 else { return nil }
        if let index = Int(text) { return [index] }
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        let parts = text.dropFirst().dropLast().split(separator: ",")
        let indices = parts.compactMap { Int($0.filter { $0 != " " }) }
        return indices.count == parts.count ? indices : nil
    }
}
