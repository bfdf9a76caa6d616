import Foundation
import LogariumCore

extension CaseAdapters {
    static let perExample: [String: Adapter] = [
        "choice_metrics": choiceMetrics,
        "nll_from_logodds": { inputs in
            let logodds = LogOdds(try inputs.double("logodds"))
            return ["nll_match": logodds.nll, "nll_other": logodds.nllOther]
        },
        "invert_loss": { inputs in
            let logodds = LogOdds(try inputs.double("logodds"))
            // What the case warns of; `LogOdds(loss:)` does it with expm1.
            let naive = -log(1 - exp(-logodds.nll))
            return ["exact_nll_other": logodds.nllOther, "naive_from_loss": naive]
        },
        "total_variation": { inputs in
            ["tv": totalVariation(try inputs.doubles("p"), try inputs.doubles("q"))]
        },
    ]

    private static func choiceMetrics(_ inputs: CaseInputs) throws -> Fields {
        func lengths(_ name: String) throws -> [Int?]? {
            try inputs.ifPresent(name) { try inputs.optionalDoubles($0).map { $0.map { Int($0) } } }
        }
        let metrics = ChoiceMetrics(
            logprobs: try inputs.optionalDoubles("logprobs"), matching: try inputs.ints("match"),
            lengths: ChoiceLengths(
                tokens: try lengths("n_tokens"), chars: try lengths("n_chars"), bytes: try lengths("n_bytes")),
            unconditional: try inputs.ifPresent("uncond", inputs.optionalDoubles))
        return oneSided(metrics).merging(metrics.comparison.map(twoSided) ?? [:])
    }

    private static func oneSided(_ metrics: ChoiceMetrics) -> Fields {
        [
            "status": metrics.status.rawValue,
            "coverage": metrics.choiceMass,
            "nll_raw": metrics.nllRaw,
            "bpb_match": metrics.bitsPerByte,
            "credit_per_token": metrics.perToken?.credit,
            "p_match_per_token": metrics.perToken?.pMatch,
            "credit_per_char": metrics.perChar?.credit,
            "p_match_per_char": metrics.perChar?.pMatch,
            "credit_per_byte": metrics.perByte?.credit,
            "p_match_per_byte": metrics.perByte?.pMatch,
            "credit_uncond": metrics.unconditional?.credit,
            "p_match_uncond": metrics.unconditional?.pMatch,
        ]
    }

    private static func twoSided(_ comparison: ChoiceComparison) -> Fields {
        [
            "p": comparison.probabilities,
            "logodds": comparison.logodds.value,
            "p_match": comparison.logodds.probability,
            "nll_norm": comparison.logodds.nll,
            "exceed_sum": comparison.logodds.exceeds,
            "brier_binary": comparison.logodds.brier,
            "credit": comparison.credit,
            "tie": comparison.isTied,
            "strict_exceed": comparison.strictlyExceeds ? 1.0 : 0.0,
            "margin_logprob": comparison.marginLogprob,
            "margin_prob_raw": comparison.marginProbRaw,
            "margin_prob_norm": comparison.marginProbNorm,
            "brier_sum": comparison.brierSum,
            "conf": comparison.confidence,
            "entropy": comparison.entropy,
        ]
    }
}
