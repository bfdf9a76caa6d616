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

    /// Where its lines begin, for people.
    var start: String {
        switch self {
        case .nParams, .nParamsNonEmbedding: "the smallest model"
        case .trainStep, .rlhfStep: "the first \(title)"
        case .trainTokens: "the fewest training tokens"
        }
    }

    /// What its scale is called under the axis.
    var scaleName: String { self == .rlhfStep ? "log(1 + x)" : "log" }
}
