/// What a source says about one run before its examples: which checkpoint, which task, put how.
public struct RunRecord: Sendable, Hashable {
    public var reference: CheckpointReference
    public var task: TaskRecord
    public var protocolDeclaration: ProtocolDeclaration
    /// The program that computed the log-probs (`hf`, `vllm`, `dummy`); nil when not stated.
    public var engine: String?
    public var dtype: String?
    /// `lm-evaluation-harness`, or what the table says.
    public var harness: String
    public var harnessVersion: String?
    public var taskVersion: String?
    /// Start of the evaluation, seconds since 1970, UTC.
    public var evaluatedAt: Double?
    /// How the examples were chosen from the split (`limit=3`, `3 of 10`); empty when all were taken.
    public var selection = ""
    /// Examples the source says it evaluated; nil when it does not say.
    public var nExpected: Int?
    public var partial: PartialRun?
    /// Tells reruns apart where a source names them; empty otherwise.
    public var label = ""
    /// Everything else worth keeping, a JSON object.
    public var config = "{}"

    public init(
        reference: CheckpointReference, task: TaskRecord, protocolDeclaration: ProtocolDeclaration,
        harness: String
    ) {
        self.reference = reference
        self.task = task
        self.protocolDeclaration = protocolDeclaration
        self.harness = harness
    }
}

/// Why a run is not whole.
public enum PartialRun: String, Sendable, CaseIterable {
    case noSamples = "no_samples"
    case noResults = "no_results"
    case limit
    case selection
    case rejectedLines = "rejected_lines"
}

/// What a harness calls a checkpoint: never changes, whatever the checkpoint turns out to be.
public struct CheckpointReference: Sendable, Hashable {
    /// `pretrained` (or `peft`) `@revision` `/subfolder`: unique in a warehouse.
    public var ref: String
    /// The harness's own name for the model, matched by `models.csv`.
    public var modelName: String?
    /// The `pretrained` (or `peft`) argument, matched by `models.csv`.
    public var pretrained: String?
    public var revision: String?
    public var subfolder: String?
    /// What the source states as fact; every nil falls through to the name.
    public var stated = CheckpointIdentity()

    public init(ref: String) { self.ref = ref }
}

/// The coordinates of a checkpoint; nil is unknown, never "none".
public struct CheckpointIdentity: Sendable, Hashable {
    public var model: String?
    public var series: String?
    /// Parameters in all, embeddings included.
    public var nParams: Int?
    public var nParamsNonEmbedding: Int?
    public var trainStep: Int?
    public var trainTokens: Int?
    public var rlhfStep: Int?
    public var seed: Int?
    /// Tells checkpoints apart whose coordinates agree (a quantised copy); nil for the plain one.
    public var variant: String?

    public init() {}
}

/// A task as a source or `tasks.csv` describes it; nil falls through.
public struct TaskRecord: Sendable, Hashable {
    public var name: String
    public var family: String?
    public var behavior: String?
    public var kind: String?
    public var moreIs: String?

    public init(name: String) { self.name = name }
}

/// How a task was put, as declared. Which examples it was put to, and their texts, say more.
public struct ProtocolDeclaration: Sendable, Hashable {
    public var outputType: OutputType
    public var numFewshot: Int?
    /// The declared fields that must agree, a JSON object with sorted keys.
    public var declared: String
    /// A short text for people: `0-shot`, `5-shot, chat template`.
    public var label: String

    public init(outputType: OutputType, numFewshot: Int?, declared: String, label: String) {
        self.outputType = outputType
        self.numFewshot = numFewshot
        self.declared = declared
        self.label = label
    }
}

public enum OutputType: String, Sendable, CaseIterable {
    case multipleChoice = "multiple_choice"
    case loglikelihood
    case loglikelihoodRolling = "loglikelihood_rolling"
    case generateUntil = "generate_until"
    /// Aggregates without examples.
    case reported
}
