-- The paired change between neighbouring states of a line, on the examples that these two share: not a trend of the
-- line. One row per line (at 'equal'), state with an earlier neighbour, and headline metric. Asked by task_id, to_run,
-- axis or line it reads only those responses. The stderr is clustered (CR1), NULL for one cluster or where a value is
-- infinite; z is change / stderr, NULL where that is 0.
CREATE VIEW trend_change AS
WITH neighbour AS (
    SELECT
        s.axis,
        s.line,
        s.task_id,
        LAG(s.run_id) OVER (PARTITION BY s.line ORDER BY s.state) AS from_run,
        s.run_id AS to_run,
        LAG(s.x) OVER (PARTITION BY s.line ORDER BY s.state) AS from_x,
        s.x AS to_x
    FROM trend_state AS s
    WHERE s.at = 'equal'
)

SELECT
    neighbour.axis,
    neighbour.line,
    neighbour.task_id,
    later.task,
    later.protocol,
    later.series,
    later.seed,
    earlier.model AS from_model,
    later.model AS to_model,
    earlier.train_step AS from_train_step,
    later.train_step AS to_train_step,
    earlier.rlhf_step AS from_rlhf_step,
    later.rlhf_step AS to_rlhf_step,
    neighbour.from_run,
    neighbour.to_run,
    neighbour.from_x,
    neighbour.to_x,
    trend_metric.name AS metric,
    paired.n_common,
    paired.clusters,
    paired.difference AS change,
    paired.stderr,
    paired.difference / NULLIF(paired.stderr, 0e0) AS z
FROM neighbour
INNER JOIN run_point AS earlier ON earlier.run_id = neighbour.from_run
INNER JOIN run_point AS later ON later.run_id = neighbour.to_run
INNER JOIN trend_metric ON trend_metric.default_when_single = 0
CROSS JOIN RUN_PAIR(neighbour.from_run, neighbour.to_run, trend_metric.name) AS paired
WHERE neighbour.from_x < neighbour.to_x AND paired.n_common > 0;
