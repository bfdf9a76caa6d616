import LogariumStatistics

extension SQLFunction {
    /// Lines of states, with the inference over examples.
    static let trends: [SQLFunction] = [
        aggregate(
            "trend", values + rule + [state],
            .json(TrendFields.common + TrendFields.all + [TrendFields.states]),
            "The whole trend row of one line from the values of its examples, on the examples common to all states.",
            source: trendSource
        ) { ExampleLine(stateArgument: 6) { (line) throws(SQLFunctionError) in try line.trend() } },
        aggregate(
            "state_trend", covariances + rule, .json(TrendFields.all),
            "The same trend row from state means and their covariance, one row a pair of states.",
            source: trendSource
        ) { StateLine() },
        warehouseAggregate(
            "run_trend", runs + rule.map(\.required) + [state.required, turn],
            .json(TrendFields.common + TrendFields.all + [TrendFields.states]),
            "What trend gives of the responses of these runs, one row a state: by columns, without stepping through them.",
            source: trendSource
        ) { RunLine($0) },
        aggregate(
            "state_covariance", values + [state], .json(covarianceFields),
            "The states' means over their common examples and the clustered covariance of these means.",
            source: "CR1: Liang & Zeger (1986), Miller (2024)"
        ) { ExampleLine(stateArgument: 4) { $0.stateCovariance() } },
    ]

    private static let trendSource =
        "CR1 covariance: Liang & Zeger (1986), Miller (2024); equivalence: Schuirmann (1987); change of sign: "
        + "Simonsohn (2018), with the inference on the examples"

    private static let values = [
        SQLArgument(
            "x", "coordinate on the axis' scale, such as LOG10(n_params); a row with NULL is skipped"),
        SQLArgument("example", "identifier, once at each state; a row with NULL is skipped"),
        SQLArgument("cluster", "identifier of the dependent examples; NULL: the example is its own"),
        SQLArgument("y", "value; NULL: the example has none there, and is not common to all states"),
    ]

    private static let state = SQLArgument(
        "state", "number that tells states of equal x apart; NULL: x does", isOptional: true)

    private static let runs = [
        SQLArgument("x", "coordinate of the state on the axis' scale; a row with NULL is skipped"),
        SQLArgument("run", "run_id of the state; a row with NULL is skipped"),
        SQLArgument("metric", "name in the view trend_metric, one for all rows"),
    ]

    private static let turn = SQLArgument(
        "turn", "-1 turns every value's sign; one for all rows", isOptional: true)

    private static let covariances = [
        SQLArgument(
            "state", "number of the state in order of x, from 1; NULL here, in x, n, clusters: skipped"),
        SQLArgument("other", "number of the other state, at least state; every pair once, (1, 1) included"),
        SQLArgument("x", "of state, on the axis' scale"),
        SQLArgument("n", "examples, the same in every row"),
        SQLArgument("clusters", "groups of dependent examples, the same in every row"),
        SQLArgument("mean", "of state; NULL: undefined"),
        SQLArgument(
            "covariance",
            "of the two means, or a JSON array: with other and every later state; NULL or null: undefined"),
    ]

    private static let rule = [
        SQLArgument(
            "sesoi",
            "smallest effect of interest on the total change, one for all rows: .05 for probabilities, .1 for nats, .2 "
                + "for log-odds"),
        SQLArgument(
            "noise_variance", "of a state's mean between trainings, one for all rows; NULL: unknown",
            isOptional: true),
    ]

    private static let covarianceFields = [
        SQLField("x", "array, ascending"),
        SQLField("mean", "array, one a state"),
        SQLField("v", "array of arrays; null for one cluster, and where a mean is infinite"),
        SQLField("n", "examples common to all x"),
        SQLField("clusters", "groups of dependent examples among them"),
    ]

    /// The variance of a state's mean over training runs, sigma^2_model.
    static let checkpointNoise: [SQLFunction] = [
        aggregate(
            "checkpoint_noise_seeds",
            [
                SQLArgument("group", "identifier of what was trained with several seeds"),
                SQLArgument("mean", "of one seed"),
                SQLArgument("variance", "squared standard error of that mean"),
            ], .real,
            "Variance of means between the seeds of a group, pooled, less the mean variance of one, at least 0.",
            null: "no group has two rows", source: "Analysis of variance, one way"
        ) { SeedGroups() },
        numericAggregate(
            "checkpoint_noise_adjacent",
            [
                SQLArgument("order", "of equally spaced checkpoints"),
                SQLArgument("mean", "of one checkpoint"),
            ],
            "Mean squared second difference / 6 of neighbouring checkpoints; evaluation noise is in it.",
            null: "there are fewer than three", source: "Second differences of independent noise"
        ) { CheckpointNoise(adjacentMeans: $0.sortedByFirst.y)?.variance },
    ]
}

/// A row with a NULL is skipped.
private final class SeedGroups: SQLAggregate {
    private var groups: [SQLValue: [CheckpointNoise.Seed]] = [:]

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        guard !row[0].isNull, let mean = try row.number(1), let variance = try row.number(2) else { return }
        guard variance >= 0 else {
            throw SQLFunctionError("variance is \(variance); a squared stderr is not negative")
        }
        groups[row[0], default: []].append(.init(mean: mean, variance: variance))
    }

    func finish() -> SQLValue {
        let ordered = groups.sorted { $0.key < $1.key }.map(\.value)
        return SQLValue(CheckpointNoise(seedsOfEachSize: ordered)?.variance)
    }
}
