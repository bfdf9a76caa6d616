/// Whole numbers as people and spreadsheets write them: `1000`, `1000.0`, `1e9`, `124M`, `1.4B`.
public enum WholeNumber {
    /// - Returns: nil for what is no number, has a part behind the point, or is beyond what a double counts one by one.
    public static func parse(_ text: some StringProtocol) -> Int? {
        if let value = Int(text) { return value }
        var digits = text[...]
        var scale = 1.0
        if let last = digits.last, let known = scales[last] {
            scale = known
            digits.removeLast()
        }
        guard digits.utf8.allSatisfy(isPartOfNumber), let number = Double(digits) else { return nil }
        let value = number * scale
        // 1.1 times a million is not whole in binary; what a person wrote is.
        let whole = value.rounded()
        guard abs(value - whole) <= abs(whole) * 1e-12, abs(whole) < 9e15 else { return nil }
        return Int(whole)
    }

    private static let scales: [Character: Double] = ["k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12]

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// A coordinate that is a whole number, and the least that it may be.
public enum CoordinateColumn: String, Sendable, CaseIterable {
    case nParams = "n_params"
    case nParamsNonEmbedding = "n_params_non_embedding"
    case trainStep = "train_step"
    case trainTokens = "train_tokens"
    case rlhfStep = "rlhf_step"
    case seed

    /// Nil: any whole number.
    public var least: Int? {
        switch self {
        case .nParams, .nParamsNonEmbedding: 1
        case .trainStep, .trainTokens, .rlhfStep: 0
        case .seed: nil
        }
    }

    /// What is wrong with a value written for this column; nil for one that it takes.
    public func fault(of text: String) -> String? {
        guard let value = WholeNumber.parse(text) else {
            return "\(rawValue) is \"\(text)\", not a whole number"
        }
        guard let least, value < least else { return nil }
        return "\(rawValue) is \(text), expected \(least) or more; leave the unknown empty"
    }
}
