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
        let stepIsTaken =
            identity.rlhfStep != nil && !inferred.contains("rlhf_step") && namesRLHFStep
            && named.trainStep == nil
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

    private var namesRLHFStep: Bool {
        NamedCoordinates(names).stepName.map { CheckpointName.namesRLHF($0) } ?? false
    }

    /// What the names alone say: the model with its size, and what is taken out of its name as a coordinate.
    public var identityFromNames: CheckpointIdentity {
        let modelText = pretrained ?? modelName ?? stated.model ?? ref
        let coordinates = NamedCoordinates(names)
        var identity = coordinates.identity
        let sizes = Set(CheckpointName.sizes(in: modelText))
        // Two sizes in one name: which of them it has is not for us to guess.
        identity.nParams = sizes.count == 1 ? sizes.first : nil
        let head = coordinates.rest(of: modelText)
        // A name of nothing but coordinates is all the name there is.
        var model = head.isEmpty ? NamePath.normalized(modelText) : head
        guard !coordinates.isEmpty else {
            identity.model = model
            return identity
        }
        if let subfolder, !subfolder.isEmpty, case let folder = coordinates.rest(of: subfolder),
            !folder.isEmpty
        {
            model += "/" + folder
        }
        if let revision, coordinates.speaks(in: revision), case let branch = coordinates.rest(of: revision),
            !branch.isEmpty
        {
            model += "@" + branch
        }
        identity.model = model
        return identity
    }
}

/// The coordinates that the names of one checkpoint give, each from the first name that has it.
private struct NamedCoordinates {
    /// The name with the step; tokens count only beside it, for a path may name those of the whole training.
    let stepName: String?
    private(set) var identity = CheckpointIdentity()

    init(_ names: [String]) {
        let parsed = names.map { (text: $0, name: CheckpointName(parsing: $0)) }
        let step = parsed.first { $0.name.unit != nil || $0.name.rlhfStep != nil }
        stepName = step?.text
        if let (text, name) = step {
            if let rlhfStep = name.rlhfStep {
                identity.rlhfStep = rlhfStep
                identity.trainStep = name.step
            } else if CheckpointName.namesRLHF(text) {
                identity.rlhfStep = name.step
            } else {
                identity.trainStep = name.step
            }
        }
        identity.trainTokens = step.map(\.name.tokens) ?? parsed.lazy.compactMap(\.name.tokens).first
        identity.seed = parsed.lazy.compactMap { $0.name.seed.flatMap { Int($0) } }.first
    }

    var isEmpty: Bool { identity == CheckpointIdentity() && stepName == nil }

    /// Whether a name says a coordinate that counts.
    func speaks(in text: String) -> Bool {
        !parts(of: CheckpointName(parsing: text), text).isEmpty || text == stepName
    }

    /// A name without the coordinates that count: one that says another step or seed keeps it.
    func rest(of text: String) -> String {
        let name = CheckpointName(parsing: text)
        return name.remainder(without: parts(of: name, text))
    }

    private func parts(of name: CheckpointName, _ text: String) -> Set<CheckpointName.Part> {
        var parts: Set<CheckpointName.Part> = []
        if let step = name.step, text == stepName || [identity.trainStep, identity.rlhfStep].contains(step) {
            parts.insert(.step)
        }
        if let steps = name.rlhfStep, steps == identity.rlhfStep { parts.insert(.rlhfStep) }
        if let tokens = name.tokens, tokens == identity.trainTokens { parts.insert(.tokens) }
        if let seed = name.seed.flatMap({ Int($0) }), seed == identity.seed { parts.insert(.seed) }
        return parts
    }
}
