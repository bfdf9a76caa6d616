import LogariumCore
import LogariumText

/// `model_args`, whether written as `a=b,c=d` or as an object; values as text.
///
/// lm-eval casts the values of an object (`revision=12e4567` becomes infinity): the text is what is left of them.
struct LMEvalModelArguments {
    private var values: [String: String] = [:]

    init(_ arguments: JSONElement?) {
        if let text = arguments?.string {
            values = Self.parse(text)
        } else if let arguments {
            for (key, value) in arguments.fields where !value.isNull {
                values[key.string] = value.string ?? JSONText.compact(value)
            }
        }
    }

    /// The value of an argument; nil when it is missing or empty.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty || $0 == "None" ? nil : $0 } }

    /// What lm-eval names the model after: the first of these that is given (an adapter before its base).
    var modelName: String? {
        ["peft", "delta", "pretrained", "model", "path", "engine"].lazy.compactMap { self[$0] }.first
    }

    /// What changes the model beside its name: quantisation, a file inside the repository, another tokenizer, an adapter's
    /// base. Two runs that differ here are of two checkpoints, however much their weights share.
    var conditions: [String] { (base.map { ["base=\($0)"] } ?? []) + settings.map(\.text) }

    /// The conditions that may be the same at another size or step, and so part a line from another. A file, a tokenizer
    /// or a base goes with its model: as a variant it would put each model on a line of its own.
    var variant: String? {
        let shared = settings.filter { !$0.value.contains("/") && !Self.goWithModel.contains($0.name) }
        return shared.isEmpty ? nil : shared.map(\.text).joined(separator: ", ")
    }

    private typealias Setting = (name: String, value: String, text: String)

    private var settings: [Setting] {
        values.keys.sorted().compactMap { name in
            guard !Self.operational.contains(name), let value = self[name], value.lowercased() != "false",
                name != "tokenizer" || value != self["pretrained"]
            else { return nil }
            return (name, value, value.lowercased() == "true" ? name : "\(name)=\(value)")
        }
    }

    private var base: String? { (self["peft"] ?? self["delta"]) == nil ? nil : self["pretrained"] }

    private static let goWithModel: Set = ["tokenizer", "gguf_file", "autogptq", "lora_local_path", "config"]

    /// Arguments that name the model, or say where and how fast it runs.
    private static let operational: Set = [
        "pretrained", "revision", "subfolder", "peft", "delta", "dtype", "model", "model_name", "path",
        "engine", "base_url", "api_key", "token", "use_auth_token", "verify_certificate", "ca_cert_path",
        "device", "device_map", "device_map_option", "parallelize", "max_memory", "max_memory_per_gpu",
        "max_cpu_memory", "offload_folder", "low_cpu_mem_usage", "batch_size", "max_batch_size",
        "num_concurrent", "max_retries", "timeout", "trust_remote_code", "tensor_parallel_size",
        "data_parallel_size", "pipeline_parallel_size", "gpu_memory_utilization", "swap_space",
        "max_model_len", "max_length", "max_gen_toks", "max_num_seqs", "download_dir", "cache_dir",
        "use_fast_tokenizer", "logits_cache", "mixed_precision_dtype", "eos_string", "enforce_eager",
        "seed", "disable_log_stats", "backend", "nthreads", "gpus", "num_gpus", "tokenized_requests",
        "tokenizer_backend", "distributed_executor_backend", "attn_implementation", "tp_degree",
        "truncation",
    ]

    /// A comma that no `name=` follows belongs to the value before it.
    private static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        var last: String?
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if let mark = part.firstIndex(of: "=") {
                let name = String(part[..<mark].trimmingWhitespace)
                values[name] = String(part[part.index(after: mark)...])
                last = name
            } else if let name = last {
                values[name]? += "," + part
            }
        }
        return values.mapValues { String($0.trimmingWhitespace) }
    }
}
