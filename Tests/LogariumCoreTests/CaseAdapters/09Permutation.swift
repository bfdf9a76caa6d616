import LogariumCore

extension CaseAdapters {
    static let permutation: [String: Adapter] = [
        "curve_matching": { inputs in
            let matching = CurveMatching(
                accuracy: try inputs.matrix("acc"), nll: try inputs.matrix("nll"),
                draws: try inputs.ifPresent("B", inputs.int) ?? 9999,
                seed: try inputs.ifPresent("seed", inputs.seed) ?? 0)
            return [
                "M": matching?.matched, "perms": matching?.permutations, "p": matching?.p,
                "mean_under_null": matching?.meanUnderNull, "n_top1": matching?.nTop1,
                "partner_rank": matching?.partnerRank, "similarity": matching?.similarity,
            ]
        },
        "label_permutation": { inputs in
            let test = SpearmanPermutationTest(
                exact: try inputs.doubles("jaggedness"), try inputs.doubles("predictor"))
            return ["rho": test?.rho, "p_two_sided": test?.p, "perms": test?.permutations]
        },
        "label_permutation_mc": { inputs in
            let test = SpearmanPermutationTest(
                drawing: try inputs.int("B"), seed: try inputs.seed(),
                try inputs.doubles("jaggedness"), try inputs.doubles("predictor"))
            return ["rho": test?.rho, "exceed": test?.exceeding, "p": test?.p]
        },
    ]
}
