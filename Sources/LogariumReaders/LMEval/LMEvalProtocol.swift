import LogariumCore

/// How a task was put, as its results file declares it.
///
/// Left out on purpose: hashes, versions, metadata, `fewshot_config` (it holds a function's address), dataset
/// paths, limits, engine, dtype and batch size change without the prompt changing.
struct LMEvalProtocol {
    let root: JSONElement
    let key: String
    let config: JSONElement

    var declaration: ProtocolDeclaration {
        let type = config["output_type"]?.string.flatMap(OutputType.init) ?? .reported
        return ProtocolDeclaration(
            outputType: type, numFewshot: numFewshot, declared: declared(type), label: label)
    }

    private var numFewshot: Int {
        root["n-shot"]?[key]?.int ?? root["n-shot"]?[LMEvalTaskNames.short(key)]?.int
            ?? config["num_fewshot"]?.int ?? 0
    }

    private func declared(_ type: OutputType) -> String {
        var text = JSONText()
        text.add("output_type", text: type.rawValue)
        text.add("num_fewshot", raw: "\(numFewshot)")
        for name in ["doc_to_text", "doc_to_target", "doc_to_choice"] { text.add(name, config[name]) }
        if config["description"]?.string != "" { text.add("description", config["description"]) }
        text.add("target_delimiter", text: config["target_delimiter"]?.string ?? " ")
        text.add("fewshot_delimiter", text: config["fewshot_delimiter"]?.string ?? "\n\n")
        text.add("system_instruction", systemInstruction)
        text.add("chat_template_sha", root["chat_template_sha"] ?? root["chat_template"])
        if isMultiturn { text.add("fewshot_as_multiturn", raw: "true") }
        if numFewshot > 0 { text.add("fewshot_seed", root["config"]?["fewshot_seed"]) }
        return text.object
    }

    private var systemInstruction: JSONElement? {
        root["system_instruction_sha"] ?? root["system_instruction"]
    }

    private var isMultiturn: Bool { root["fewshot_as_multiturn"]?.bool == true }

    private var label: String {
        var parts = ["\(numFewshot)-shot"]
        if root["chat_template_sha"] != nil || root["chat_template"] != nil { parts.append("chat template") }
        if isMultiturn, numFewshot > 0 { parts.append("multi-turn") }
        if systemInstruction != nil { parts.append("system prompt") }
        return parts.joined(separator: ", ")
    }
}
