import LogariumStatistics

extension SQLFunction {
    /// Lines of states, with the inference over examples. x is the coordinate on the axis' scale.
    static let trends: [SQLFunction] = [
        aggregate(
            "trend", ["x", "example", "cluster", "y", "sesoi", "noise_variance", "state"], optional: 2,
            "JSON: the whole trend row of one line from the values y of its examples at each x, on the examples "
                + "with a y at every x: direction, shape, total_change, stderr, …, and the states' means; fields that "
                + "are undefined are null, with a reason; a number tells states of equal x apart; NULL without rows."
        ) { ExampleLine(stateArgument: 6) { (line) throws(SQLFunctionError) in try line.trend() } },
        aggregate(
            "trend_line",
            [
                "state", "other", "x", "n", "clusters", "mean", "covariance", "sesoi", "noise_variance",
            ],
            "JSON: the same trend row from state means and their covariance, one row a pair of states (numbered from "
                + "1, other >= state); x and mean are those of state; NULL without rows."
        ) { StateLine() },
        aggregate(
            "state_covariance", ["x", "example", "cluster", "y", "state"], optional: 1,
            "JSON: x, the states' means over their common examples and the clustered covariance v of the means "
                + "(null for one cluster), n and clusters; NULL without rows."
        ) { ExampleLine(stateArgument: 4) { $0.stateCovariance() } },
    ]

    /// The variance of a state's mean over training runs, sigma^2_model.
    static let checkpointNoise: [SQLFunction] = [
        aggregate(
            "checkpoint_noise_seeds", ["group", "mean", "variance"],
            "Variance between the seeds of each group (a size), pooled, less their mean squared stderr (variance), "
                + "at least 0; NULL where no group has two."
        ) { SeedGroups() },
        numericAggregate(
            "checkpoint_noise_adjacent", ["order", "mean"],
            "Mean squared second difference / 6 of equally spaced checkpoints in order; NULL for fewer than three."
        ) { CheckpointNoise(adjacentMeans: $0.sortedByFirst.y)?.variance },
    ]
}

/// A row with a NULL is skipped.
private final class SeedGroups: SQLAggregate {
    private var groups: [SQLValue: [CheckpointNoise.Seed]] = [:]

    func step(_ row: SQLArguments) throws(SQLFunctionError) {
        guard !row[0].isNull, let mean = try row.number(1), let variance = try row.number(2) else { return }
        groups[row[0], default: []].append(.init(mean: mean, variance: variance))
    }

    func finish() -> SQLValue {
        let ordered = groups.sorted { $0.key < $1.key }.map(\.value)
        return SQLValue(CheckpointNoise(seedsOfEachSize: ordered)?.variance)
    }
}
