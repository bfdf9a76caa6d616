import LogariumCore

/// What a results file says about one of its tasks.
struct LMEvalTaskResults {
    let root: JSONElement
    /// As the file writes it in `configs`.
    let key: String
    let config: JSONElement

    static let harness = "lm-evaluation-harness"

    func run(reference: CheckpointReference, name: String) -> RunRecord {
        let general = root["config"]
        let arguments = LMEvalModelArguments(general?["model_args"])
        let declaration = LMEvalProtocol(root: root, key: key, config: config).declaration
        var run = RunRecord(
            reference: reference, task: TaskRecord(name: name), protocolDeclaration: declaration,
            harness: Self.harness)
        run.engine = general?["model"]?.string
        run.dtype = dtype(general, arguments)
        run.harnessVersion = root["lm_eval_version"]?.string
        run.taskVersion = root["versions"]?[key].map { $0.string ?? JSONText.compact($0) }
        run.evaluatedAt = root["date"]?.number
        run.nExpected = nExpected
        (run.selection, run.partial) = selection
        run.config = kept(general, arguments)
        return run
    }

    private func dtype(_ general: JSONElement?, _ arguments: LMEvalModelArguments) -> String? {
        let stated = general?["model_dtype"]?.string ?? arguments["dtype"]
        guard let stated, stated != "auto" else { return nil }
        return stated.hasPrefix("torch.") ? String(stated.dropFirst(6)) : stated
    }

    private var nExpected: Int? {
        root["n-samples"]?[key]?["effective"]?.int ?? root["results"]?[key]?["sample_len"]?.int
    }

    /// `limit=3` or `3 of 10`; empty when all were evaluated, whatever the limit.
    private var selection: (String, PartialRun?) {
        let counts = root["n-samples"]?[key]
        let original = counts?["original"]?.int
        let isWhole = original != nil && nExpected == original
        if let limit = root["config"]?["limit"]?.number, !isWhole {
            let text = limit == limit.rounded() && limit.magnitude < 1e15 ? "\(Int(limit))" : "\(limit)"
            return ("limit=\(text)", .limit)
        }
        if let original, let nExpected, nExpected < original {
            return ("\(nExpected) of \(original)", .selection)
        }
        return ("", nil)
    }

    private static let keptSettings = [
        "model_args", "model_sha", "model_revision", "peft_sha", "delta_sha", "batch_size", "gen_kwargs",
        "random_seed", "numpy_seed", "torch_seed", "fewshot_seed", "limit",
    ]
    private static let keptFields = [
        "git_hash", "transformers_version", "chat_template_sha", "system_instruction_sha", "model_source",
    ]

    private func kept(_ general: JSONElement?, _ arguments: LMEvalModelArguments) -> String {
        var text = JSONText()
        for name in Self.keptSettings { text.add(name, general?[name]) }
        for name in Self.keptFields { text.add(name, root[name]) }
        text.add("task_hash", root["task_hashes"]?[key])
        text.add("task_key", text: LMEvalTaskNames.short(key) == key ? nil : key)
        if arguments["peft"] != nil { text.add("base", text: arguments["pretrained"]) }
        return text.object
    }
}
