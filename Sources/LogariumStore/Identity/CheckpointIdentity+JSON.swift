import Foundation
import LogariumCore
import LogariumText

extension CheckpointIdentity {
    /// The known coordinates as a JSON object with sorted keys, named like the columns.
    var json: String {
        var fields: [String] = []
        for (column, value) in integers.sorted(by: { $0.key < $1.key }) {
            fields.append("\"\(column)\":\(value)")
        }
        for (column, value) in texts.sorted(by: { $0.key < $1.key }) {
            fields.append("\"\(column)\":\(quotedJSON(value))")
        }
        return "{\(fields.joined(separator: ","))}"
    }

    /// - Parameter json: what `json` wrote; anything else reads as nothing known.
    init(json: String) {
        self.init()
        guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else {
            return
        }
        model = object["model"] as? String
        series = object["series"] as? String
        variant = object["variant"] as? String
        nParams = object["n_params"] as? Int
        nParamsNonEmbedding = object["n_params_non_embedding"] as? Int
        trainStep = object["train_step"] as? Int
        trainTokens = object["train_tokens"] as? Int
        rlhfStep = object["rlhf_step"] as? Int
        seed = object["seed"] as? Int
    }

    /// The first column that two statements fill otherwise, with both values; sizes within a hundredth are one.
    ///
    /// - Parameter decided: columns that it fills are left out.
    func difference(
        from other: CheckpointIdentity, apartFrom decided: CheckpointIdentity = CheckpointIdentity()
    ) -> String? {
        for (column, value) in integers.sorted(by: { $0.key < $1.key }) where decided.integers[column] == nil
        {
            guard let second = other.integers[column], value != second else { continue }
            let isSize = column.hasPrefix("n_params")
            if isSize, Double(max(value, second)) <= 1.01 * Double(min(value, second)) { continue }
            return "\(column) \(value) and \(second)"
        }
        for (column, value) in texts.sorted(by: { $0.key < $1.key }) where decided.texts[column] == nil {
            if let second = other.texts[column], value != second { return "\(column) \(value) and \(second)" }
        }
        return nil
    }

    private var integers: [String: Int] {
        [
            "n_params": nParams, "n_params_non_embedding": nParamsNonEmbedding, "train_step": trainStep,
            "train_tokens": trainTokens, "rlhf_step": rlhfStep, "seed": seed,
        ].compactMapValues { $0 }
    }

    private var texts: [String: String] {
        ["model": model, "series": series, "variant": variant].compactMapValues { $0 }
    }
}
