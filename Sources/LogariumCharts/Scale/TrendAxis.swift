/// What a line runs along: the warehouse's column and its name for people.
public enum TrendAxis: String, Sendable, CaseIterable {
    case nParams = "n_params"
    case nParamsNonEmbedding = "n_params_non_embedding"
    case trainStep = "train_step"
    case trainTokens = "train_tokens"
    case rlhfStep = "rlhf_step"

    public var title: String {
        switch self {
        case .nParams: "parameters"
        case .nParamsNonEmbedding: "parameters without embeddings"
        case .trainStep: "training step"
        case .trainTokens: "training tokens"
        case .rlhfStep: "RLHF step"
        }
    }

    /// What its scale is called under the axis.
    var scaleName: String { self == .rlhfStep ? "log(1 + x)" : "log" }
}
