/// What a line runs along: the warehouse's column.
public enum TrendAxis: String, Sendable, CaseIterable {
    case nParams = "n_params"
    case nParamsNonEmbedding = "n_params_non_embedding"
    case trainStep = "train_step"
    case trainTokens = "train_tokens"
    case rlhfStep = "rlhf_step"

    /// A shorter word for it that is understood too; nil: none.
    public var alias: String? {
        switch self {
        case .nParams: "size"
        case .nParamsNonEmbedding: nil
        case .trainStep: "step"
        case .trainTokens: "tokens"
        case .rlhfStep: "rlhf"
        }
    }

    /// By its column or its alias.
    public init?(named name: String) {
        guard let axis = Self.allCases.first(where: { $0.rawValue == name || $0.alias == name }) else {
            return nil
        }
        self = axis
    }
}
