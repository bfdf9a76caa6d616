-- The paired change between neighbouring states of a line, on the examples that these two share: not a trend of the
-- line. One row per line (at 'equal'), state with an earlier neighbour, and headline metric. Asked by task_id, to_run,
-- axis or line it reads only those responses. The stderr is clustered (CR1), NULL for one cluster or where a value is
-- infinite; z is change / stderr, NULL where that is 0.
CREATE VIEW trend_change AS
WITH neighbour AS (
    SELECT
        pair.axis AS axis,
        pair.line AS line,
        pair.task_id AS task_id,
        pair.from_run AS from_run,
        pair.to_run AS to_run,
        pair.from_x AS from_x,
        pair.to_x AS to_x
    FROM (
        SELECT
            s.axis AS axis,
            s.line AS line,
            s.task_id AS task_id,
            LAG(s.run_id) OVER (PARTITION BY s.line ORDER BY s.state) AS from_run,
            s.run_id AS to_run,
            LAG(s.x) OVER (PARTITION BY s.line ORDER BY s.state) AS from_x,
            s.x AS to_x
        FROM trend_state AS s
        WHERE s.at = 'equal'
    ) AS pair
    WHERE pair.from_x < pair.to_x
),

cluster_change AS (
    SELECT
        neighbour.axis AS axis,
        neighbour.line AS line,
        neighbour.task_id AS task_id,
        neighbour.from_run AS from_run,
        neighbour.to_run AS to_run,
        MAX(neighbour.from_x) AS from_x,
        MAX(neighbour.to_x) AS to_x,
        trend_metric.name AS metric,
        example.cluster AS cluster,
        COUNT(*) AS n,
        SUM(
            CASE
                WHEN trend_metric.name = 'logodds' THEN later.logodds - earlier.logodds
                WHEN trend_metric.name = 'p_match' THEN later.p_match - earlier.p_match
                WHEN trend_metric.name = 'credit' THEN later.credit - earlier.credit
            END
        ) AS change
    FROM neighbour
    INNER JOIN example_metric AS later ON later.run_id = neighbour.to_run
    INNER JOIN example_metric AS earlier
        ON earlier.run_id = neighbour.from_run AND earlier.example_id = later.example_id
    INNER JOIN example ON example.example_id = later.example_id
    INNER JOIN trend_metric ON trend_metric.default_when_single = 0
    GROUP BY
        neighbour.axis,
        neighbour.line,
        neighbour.task_id,
        neighbour.from_run,
        neighbour.to_run,
        trend_metric.name,
        example.cluster
),

mean AS (
    SELECT
        c.axis AS axis,
        c.line AS line,
        c.task_id AS task_id,
        c.from_run AS from_run,
        c.to_run AS to_run,
        c.from_x AS from_x,
        c.to_x AS to_x,
        c.metric AS metric,
        c.n AS n_cluster,
        c.change AS total,
        ROW_NUMBER() OVER w AS place,
        COUNT(*) OVER w AS clusters,
        SUM(c.n) OVER w AS n_common,
        SUM(c.change) OVER w / SUM(c.n) OVER w AS change
    FROM cluster_change AS c
    WINDOW w AS (PARTITION BY c.axis, c.line, c.task_id, c.from_run, c.to_run, c.metric)
),

paired AS (
    SELECT
        mean.axis AS axis,
        mean.line AS line,
        mean.task_id AS task_id,
        mean.from_run AS from_run,
        mean.to_run AS to_run,
        mean.from_x AS from_x,
        mean.to_x AS to_x,
        mean.metric AS metric,
        mean.place AS place,
        mean.n_common AS n_common,
        mean.clusters AS clusters,
        mean.change AS change,
        SQRT(
            SUM(
                (mean.total - mean.n_cluster * mean.change) * (mean.total - mean.n_cluster * mean.change)
            ) OVER w
            * mean.clusters / NULLIF(mean.clusters - 1e0, 0e0)
        ) / mean.n_common AS stderr
    FROM mean
    WINDOW w AS (PARTITION BY mean.axis, mean.line, mean.task_id, mean.from_run, mean.to_run, mean.metric)
)

SELECT
    paired.axis AS axis,
    paired.line AS line,
    paired.task_id AS task_id,
    task.name AS task,
    protocol.label AS protocol,
    model.series AS series,
    checkpoint.seed AS seed,
    from_model.name AS from_model,
    model.name AS to_model,
    from_checkpoint.train_step AS from_train_step,
    checkpoint.train_step AS to_train_step,
    from_checkpoint.rlhf_step AS from_rlhf_step,
    checkpoint.rlhf_step AS to_rlhf_step,
    paired.from_run AS from_run,
    paired.to_run AS to_run,
    paired.from_x AS from_x,
    paired.to_x AS to_x,
    paired.metric AS metric,
    paired.n_common AS n_common,
    paired.clusters AS clusters,
    paired.change AS change,
    paired.stderr AS stderr,
    paired.change / NULLIF(paired.stderr, 0e0) AS z
FROM paired
INNER JOIN run ON run.run_id = paired.to_run
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN run AS from_run ON from_run.run_id = paired.from_run
INNER JOIN checkpoint AS from_checkpoint ON from_checkpoint.checkpoint_id = from_run.checkpoint_id
INNER JOIN model AS from_model ON from_model.model_id = from_checkpoint.model_id
INNER JOIN task ON task.task_id = paired.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
WHERE paired.place = 1;
