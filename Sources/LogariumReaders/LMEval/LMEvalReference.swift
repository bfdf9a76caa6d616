import LogariumCore

/// Which checkpoint a results file is about.
struct LMEvalReference {
    private let root: JSONElement
    private let config: JSONElement?
    private let arguments: LMEvalModelArguments

    init(_ root: JSONElement) {
        self.root = root
        config = root["config"]
        arguments = LMEvalModelArguments(config?["model_args"])
    }

    var reference: CheckpointReference {
        var reference = CheckpointReference(ref: ref)
        reference.modelName = text(root["model_name"]) ?? arguments.modelName ?? text(config?["model"])
        reference.pretrained = arguments.modelName
        reference.revision = revision
        reference.subfolder = arguments["subfolder"]
        // HFLM writes -1 where it does not know.
        if let count = config?["model_num_parameters"]?.int, count > 0 { reference.stated.nParams = count }
        reference.stated.variant = arguments.variant
        return reference
    }

    private var ref: String {
        guard var ref = arguments.modelName else { return withoutArguments }
        if let revision { ref += "@\(revision)" }
        if let subfolder = arguments["subfolder"] { ref += "/\(subfolder)" }
        return ([ref] + arguments.conditions).joined(separator: "+")
    }

    /// "main" is what HFLM writes when nobody asked for a revision.
    private var revision: String? {
        let stated = arguments["revision"] ?? text(config?["model_revision"])
        return stated == "main" ? nil : stated
    }

    /// A model object made by the user has no arguments: `config.model` is its name or class, and `model_name`
    /// eight random characters. The backend `dummy` is a model of its own.
    private var withoutArguments: String {
        let backend = text(config?["model"])
        let name = text(root["model_name"])
        if backend == "dummy" || text(root["model_source"]) == "CUSTOM" {
            return backend ?? name ?? "unknown"
        }
        return name ?? backend ?? "unknown"
    }

    private func text(_ element: JSONElement?) -> String? {
        element?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
