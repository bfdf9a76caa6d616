/// What `trend` and `state_trend` write, in the order of `TrendRow`.
enum TrendFields {
    static let common = [
        SQLField("n_union", "examples, also those without a value"),
        SQLField("n_common", "examples with a value at every state: the line rests on these"),
    ]

    static let states = SQLField(
        "states",
        "array in order of x: x, mean, stderr (clustered) and n_inf (examples with an infinite value) of each"
    )

    static let all = line + change + turn + beyond

    private static let line = [
        SQLField("m", "states"),
        SQLField("n", "examples"),
        SQLField("clusters", "groups of dependent examples"),
        SQLField("df", "degrees of freedom of the measured claims: clusters - 1"),
        SQLField("x_first", "smallest x"),
        SQLField("x_last", "largest x"),
        SQLField("first", "mean at the first state"),
        SQLField("last", "mean at the last state"),
    ]

    private static let change = [
        SQLField("total_change", "least-squares change over the range of x"),
        SQLField("stderr", "of total_change: paired over examples, clustered (CR1)"),
        SQLField("low", "lower bound of its 95 % t interval"),
        SQLField("high", "upper bound"),
        SQLField("p", "two-sided, of no change; null where stderr is 0"),
        SQLField("p_equivalence", "of a change of sesoi or more (TOST); null where stderr is 0"),
        SQLField(
            "direction",
            "increasing, decreasing, trivial_increase, trivial_decrease, flat (shown to be) or inconclusive"),
        SQLField("degenerate", "true where stderr is 0"),
    ]

    private static let turn = [
        SQLField(
            "shape",
            "increasing, decreasing, u_shaped, inverted_u, non_monotone, flat or inconclusive; null for fewer than "
                + "three x, as all up to local_valley"),
        SQLField("turning_state", "from 1; null unless u_shaped or inverted_u, as the six that follow"),
        SQLField("turning_value", "mean there"),
        SQLField("turning_x", "x there"),
        SQLField("arm_low", "fitted change up to the turn"),
        SQLField("arm_low_stderr", "of arm_low"),
        SQLField("arm_high", "fitted change from the turn on"),
        SQLField("arm_high_stderr", "of arm_high"),
        SQLField("p_u", "of no fall followed by a rise, adjusted for the search"),
        SQLField("p_inverted_u", "of no rise followed by a fall, adjusted for the search"),
        SQLField("p_flat", "of some pair of states sesoi or more apart"),
        SQLField("local_peak", "true where three states rise and fall, p < .05 adjusted"),
        SQLField("local_valley", "true where three states fall and rise"),
    ]

    private static let beyond = [
        SQLField("law_slope", "least-squares slope of the means, per unit of x"),
        SQLField(
            "law_p", "two-sided, the scatter of the states as noise; null for two states or an exact line"),
        SQLField("systematic", "law_p < .05; null for fewer than four states"),
        SQLField(
            "noise_to_explain",
            "smallest SD of checkpoint noise that makes the finding chance; 0 where nothing was found, \"inf\" where "
                + "none does"),
        SQLField("finding", "what noise_to_explain is of: u_shaped, inverted_u or direction"),
        SQLField("shape_beyond_noise", "shape with noise_variance counted; null where that is unknown"),
        SQLField("sigma_model", "square root of noise_variance"),
        SQLField(
            "alarm",
            "true for a reversal that needs more than 2 sigma_model (0 where unknown) to explain away"),
        SQLField(
            "reason",
            "why nothing is claimed: no_common_examples, n_inf, infinite_x, one_x, one_cluster, no_covariance; else null"
        ),
    ]
}
