/// A checkpoint's identity with the columns that are only guesses.
public struct ResolvedIdentity: Sendable, Equatable {
    public var identity: CheckpointIdentity
    /// Columns that came from a name.
    public var inferred: Set<String>
}

extension CheckpointReference {
    /// Which checkpoint this is: what was decided, else what the source states, else what the names say.
    ///
    /// - Parameter decided: fields of `models.csv` or of the user; nil falls through.
    public func resolve(decided: CheckpointIdentity) -> ResolvedIdentity {
        let named = identityFromNames
        var inferred: Set<String> = []
        func pick<Value>(_ field: KeyPath<CheckpointIdentity, Value?>, _ column: String) -> Value? {
            if let value = decided[keyPath: field] ?? stated[keyPath: field] { return value }
            guard let value = named[keyPath: field] else { return nil }
            inferred.insert(column)
            return value
        }
        var identity = CheckpointIdentity()
        identity.model = pick(\.model, "model")
        identity.series = pick(\.series, "series")
        identity.nParams = pick(\.nParams, "n_params")
        identity.nParamsNonEmbedding = pick(\.nParamsNonEmbedding, "n_params_non_embedding")
        identity.trainTokens = pick(\.trainTokens, "train_tokens")
        identity.rlhfStep = pick(\.rlhfStep, "rlhf_step")
        // A name that gives one step gives it to one axis only.
        let stepIsTaken = identity.rlhfStep != nil && !inferred.contains("rlhf_step") && namesRLHFStep
        identity.trainStep =
            stepIsTaken ? decided.trainStep ?? stated.trainStep : pick(\.trainStep, "train_step")
        identity.seed = pick(\.seed, "seed")
        identity.variant = pick(\.variant, "variant")
        return ResolvedIdentity(identity: identity, inferred: inferred)
    }

    /// The names a step is looked for in, best first: revision, subfolder, path or model name.
    private var names: [String] {
        [revision, subfolder, pretrained, modelName, ref].compactMap { $0 }.filter { !$0.isEmpty }
    }

    private var stepName: (text: String, parsed: CheckpointName)? {
        names.lazy.map { ($0, CheckpointName(parsing: $0)) }.first { $0.1.unit != nil }
    }

    private var namesRLHFStep: Bool {
        stepName.map { CheckpointName.namesRLHF($0.text) } ?? false
    }

    private var identityFromNames: CheckpointIdentity {
        var identity = CheckpointIdentity()
        let modelText = pretrained ?? modelName ?? ref
        identity.model = modelText
        identity.nParams = CheckpointName.sizes(in: modelText).last
        guard let (text, name) = stepName else { return identity }
        if CheckpointName.namesRLHF(text) {
            identity.rlhfStep = name.step
        } else {
            identity.trainStep = name.step
        }
        identity.trainTokens = name.tokens
        identity.seed = name.seed.flatMap { Int($0) }
        if text == modelText { identity.model = CheckpointName.modelPart(of: modelText) }
        return identity
    }
}

extension CheckpointName {
    /// A path or name without its last component where that only names a step: `run7/step_100` is of `run7`.
    static func modelPart(of name: String) -> String {
        guard let slash = name.lastIndex(of: "/") else { return name }
        let last = String(name[name.index(after: slash)...])
        let head = String(name[..<slash])
        return CheckpointName(parsing: last).unit == nil || head.isEmpty ? name : head
    }
}
