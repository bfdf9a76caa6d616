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

    /// The name that coordinates are taken from: the first with a step, else the first with tokens or a seed.
    private var stepName: (text: String, parsed: CheckpointName)? {
        let parsed = names.map { (text: $0, parsed: CheckpointName(parsing: $0)) }
        return parsed.first { $0.parsed.unit != nil || $0.parsed.rlhfStep != nil }
            ?? parsed.first { $0.parsed.tokens != nil || $0.parsed.seed.flatMap { Int($0) } != nil }
    }

    private var namesRLHFStep: Bool {
        stepName.map { CheckpointName.namesRLHF($0.text) } ?? false
    }

    private var identityFromNames: CheckpointIdentity {
        var identity = CheckpointIdentity()
        let modelText = pretrained ?? modelName ?? ref
        let sizes = Set(CheckpointName.sizes(in: modelText))
        // Two sizes in one name: which of them it has is not for us to guess.
        identity.nParams = sizes.count == 1 ? sizes.first : nil
        identity.model = nameWithoutCoordinates(modelText)
        guard let (text, name) = stepName else { return identity }
        if let rlhfStep = name.rlhfStep {
            identity.rlhfStep = rlhfStep
            identity.trainStep = name.step
        } else if CheckpointName.namesRLHF(text) {
            identity.rlhfStep = name.step
        } else {
            identity.trainStep = name.step
        }
        identity.trainTokens = name.tokens
        identity.seed = name.seed.flatMap { Int($0) }
        return identity
    }

    /// The model's name, subfolder and revision without the coordinates in them: what differs here is not one model.
    private func nameWithoutCoordinates(_ modelText: String) -> String {
        guard let stepText = stepName?.text else { return NamePath.normalized(modelText) }
        func rest(_ text: String) -> String {
            text == stepText ? CheckpointName(parsing: text).remainder : NamePath.normalized(text)
        }
        let head = rest(modelText)
        // A name of nothing but coordinates is all the name there is.
        var name = head.isEmpty ? NamePath.normalized(modelText) : head
        if let subfolder, !subfolder.isEmpty, case let folder = rest(subfolder), !folder.isEmpty {
            name += "/" + folder
        }
        if let revision, revision == stepText, case let branch = rest(revision), !branch.isEmpty {
            name += "@" + branch
        }
        return name
    }
}
