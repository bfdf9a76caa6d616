import LogariumCore

extension CaseAdapters {
    static let taskSummary: [String: Adapter] = [
        "task_summary": summary,
        "ece": { inputs in
            let error = CalibrationError(
                confidence: try inputs.doubles("conf"), correct: try inputs.doubles("correct"),
                bins: try inputs.int("bins"))
            return [
                "ece": error?.value,
                "table": error?.bins.map { [Double($0.count), $0.accuracy, $0.confidence] },
            ]
        },
        "bits_per_byte": { inputs in
            let bits = BitsPerByte(nll: try inputs.doubles("nll"), bytes: try inputs.ints("bytes"))
            return [
                "corpus": bits?.corpus, "mean_of_examples": bits?.meanOfExamples,
                "byte_perplexity": bits?.bytePerplexity,
            ]
        },
    ]

    private static func summary(_ inputs: CaseInputs) throws -> Fields {
        let logodds = try inputs.optionalDoubles("logodds")
        let labels = try inputs.ifPresent("label", inputs.array)?.map { label in
            if case .string(let text) = label { text } else { nil as String? }
        }
        let summary = TaskSummary(
            logodds.indices.map { .init(logodds: logodds[$0], label: labels?[$0]) })
        return [
            "n": summary.count,
            "n_excluded": summary.nExcluded,
            "mean_p": summary.meanP?.all.mean,
            "se_mean_p": summary.meanP?.all.standardError,
            "mean_p_by_label": summary.meanP?.byLabel,
            "mean_p_balanced": summary.meanP?.balanced,
            "frac_exceed": summary.fracExceed?.all.mean,
            "se_frac_exceed": summary.fracExceed?.all.standardError,
            "frac_exceed_by_label": summary.fracExceed?.byLabel,
            "frac_exceed_balanced": summary.fracExceed?.balanced,
            "frac_strict": summary.fracStrict,
            "frac_tied": summary.fracTied,
            "mean_nll": summary.meanNLL,
            "n_inf": summary.nInfinite,
            "mean_nll_finite": summary.meanNLLFinite,
            "mean_logodds": summary.meanLogodds,
            "median_logodds": summary.medianLogodds,
            "geo_mean_p": summary.geometricMeanP,
            "mean_brier_binary": summary.meanBrier,
        ]
    }
}
