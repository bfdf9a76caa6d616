public import LogariumCore

extension TrendAxis {
    /// For people.
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
