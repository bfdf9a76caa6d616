-- Trends for any SQLite client: the built-in functions only.

-- The points of every line: one row per primary run, with the clustered (CR1) stderr of its means over questions.
-- Asked by run, task (id or name) or model it reads only those responses. A stderr is NULL for one cluster, or
-- where a value is infinite.
CREATE VIEW trend_point AS
SELECT
    run.run_id AS run_id,
    run.task_id AS task_id,
    task.name AS task,
    behavior.name AS behavior,
    run.protocol_id AS protocol_id,
    protocol.label AS protocol,
    model.name AS model,
    model.series AS series,
    model.n_params AS n_params,
    model.n_params_non_embedding AS n_params_non_embedding,
    checkpoint.train_step AS train_step,
    checkpoint.train_tokens AS train_tokens,
    checkpoint.rlhf_step AS rlhf_step,
    checkpoint.seed AS seed,
    checkpoint.variant AS variant,
    (SELECT COUNT(*) FROM example_metric AS m WHERE m.run_id = run.run_id) AS n,
    (
        SELECT COUNT(DISTINCT example.cluster)
        FROM example_metric AS m
        INNER JOIN example ON example.example_id = m.example_id
        WHERE m.run_id = run.run_id
    ) AS clusters,
    (SELECT AVG(m.p_match) FROM example_metric AS m WHERE m.run_id = run.run_id) AS mean_p,
    (
        SELECT SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)) / SUM(g.n)
        FROM (
            SELECT
                c.n AS n,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(m.p_match) AS total
                FROM example_metric AS m
                INNER JOIN example ON example.example_id = m.example_id
                WHERE m.run_id = run.run_id
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS mean_p_stderr,
    (SELECT AVG(m.credit) FROM example_metric AS m WHERE m.run_id = run.run_id) AS frac_exceed,
    (
        SELECT SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)) / SUM(g.n)
        FROM (
            SELECT
                c.n AS n,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(m.credit) AS total
                FROM example_metric AS m
                INNER JOIN example ON example.example_id = m.example_id
                WHERE m.run_id = run.run_id
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS frac_exceed_stderr,
    (SELECT AVG(m.logodds) FROM example_metric AS m WHERE m.run_id = run.run_id) AS mean_logodds,
    (
        SELECT SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)) / SUM(g.n)
        FROM (
            SELECT
                c.n AS n,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(m.logodds) AS total
                FROM example_metric AS m
                INNER JOIN example ON example.example_id = m.example_id
                WHERE m.run_id = run.run_id
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS mean_logodds_stderr
FROM run
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = run.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE run.is_primary = 1 AND run.n_ok > 0;

-- Neighbours on a line: one row per axis and primary run that has an earlier neighbour. A line agrees in protocol,
-- series, seed, variant and every coordinate but the axis; an unknown RLHF step counts as none.
CREATE VIEW trend_neighbour AS
WITH axis (name) AS (
    VALUES ('n_params'), ('train_step'), ('rlhf_step')
),

placed AS (
    SELECT
        axis.name AS axis,
        run.run_id AS run_id,
        run.task_id AS task_id,
        run.protocol_id AS protocol_id,
        model.series AS series,
        checkpoint.seed AS seed,
        checkpoint.variant AS variant,
        CASE WHEN axis.name <> 'n_params' THEN model.model_id END AS at_model,
        CASE WHEN axis.name <> 'train_step' THEN checkpoint.train_step END AS at_train_step,
        CASE WHEN axis.name <> 'rlhf_step' THEN COALESCE(checkpoint.rlhf_step, 0) END AS at_rlhf_step,
        CASE axis.name
            WHEN 'n_params' THEN model.n_params
            WHEN 'train_step' THEN checkpoint.train_step
            ELSE COALESCE(checkpoint.rlhf_step, 0)
        END AS x
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    CROSS JOIN axis
    WHERE
        run.is_primary = 1
        AND run.n_ok > 0
        AND (axis.name <> 'n_params' OR model.series IS NOT NULL)
        AND (axis.name <> 'train_step' OR COALESCE(checkpoint.rlhf_step, 0) = 0)
)

SELECT
    pair.axis AS axis,
    pair.task_id AS task_id,
    pair.from_run AS from_run,
    pair.run_id AS to_run,
    pair.from_x AS from_x,
    pair.x AS to_x
FROM (
    SELECT
        placed.axis AS axis,
        placed.task_id AS task_id,
        placed.run_id AS run_id,
        placed.x AS x,
        LAG(placed.run_id) OVER line AS from_run,
        LAG(placed.x) OVER line AS from_x
    FROM placed
    WHERE placed.x IS NOT NULL
    WINDOW
        line AS (
            PARTITION BY
                placed.axis,
                placed.task_id,
                placed.protocol_id,
                placed.series,
                placed.seed,
                placed.variant,
                placed.at_model,
                placed.at_train_step,
                placed.at_rlhf_step
            ORDER BY placed.x, placed.run_id
        )
) AS pair
WHERE pair.from_x < pair.x;

-- The paired change between neighbouring states of a line, on the examples they share: not a trend of the line.
-- A stderr is clustered (CR1) and NULL for one cluster; z is change / stderr, NULL where the stderr is 0.
-- Metrics are logodds, p_match and credit.
CREATE VIEW trend_change AS
SELECT
    neighbour.axis AS axis,
    neighbour.task_id AS task_id,
    task.name AS task,
    protocol.label AS protocol,
    model.series AS series,
    checkpoint.seed AS seed,
    neighbour.from_run AS from_run,
    neighbour.to_run AS to_run,
    from_model.name AS from_model,
    model.name AS to_model,
    from_checkpoint.train_step AS from_train_step,
    checkpoint.train_step AS to_train_step,
    from_checkpoint.rlhf_step AS from_rlhf_step,
    checkpoint.rlhf_step AS to_rlhf_step,
    neighbour.from_x AS from_x,
    neighbour.to_x AS to_x,
    (
        SELECT COUNT(*)
        FROM example_metric AS earlier
        INNER JOIN example_metric AS later
            ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
        WHERE earlier.run_id = neighbour.from_run
    ) AS n_common,
    (
        SELECT AVG(later.logodds - earlier.logodds)
        FROM example_metric AS earlier
        INNER JOIN example_metric AS later
            ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
        WHERE earlier.run_id = neighbour.from_run
    ) AS logodds_change,
    (
        SELECT SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)) / SUM(g.n)
        FROM (
            SELECT
                c.n AS n,
                c.total AS total,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(later.logodds - earlier.logodds) AS total
                FROM example_metric AS earlier
                INNER JOIN example_metric AS later
                    ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
                INNER JOIN example ON example.example_id = earlier.example_id
                WHERE earlier.run_id = neighbour.from_run
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS logodds_stderr,
    (
        SELECT
            SUM(g.total)
            / NULLIF(SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)), 0e0)
        FROM (
            SELECT
                c.n AS n,
                c.total AS total,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(later.logodds - earlier.logodds) AS total
                FROM example_metric AS earlier
                INNER JOIN example_metric AS later
                    ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
                INNER JOIN example ON example.example_id = earlier.example_id
                WHERE earlier.run_id = neighbour.from_run
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS logodds_z,
    (
        SELECT AVG(later.p_match - earlier.p_match)
        FROM example_metric AS earlier
        INNER JOIN example_metric AS later
            ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
        WHERE earlier.run_id = neighbour.from_run
    ) AS p_match_change,
    (
        SELECT SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)) / SUM(g.n)
        FROM (
            SELECT
                c.n AS n,
                c.total AS total,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(later.p_match - earlier.p_match) AS total
                FROM example_metric AS earlier
                INNER JOIN example_metric AS later
                    ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
                INNER JOIN example ON example.example_id = earlier.example_id
                WHERE earlier.run_id = neighbour.from_run
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS p_match_stderr,
    (
        SELECT
            SUM(g.total)
            / NULLIF(SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)), 0e0)
        FROM (
            SELECT
                c.n AS n,
                c.total AS total,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(later.p_match - earlier.p_match) AS total
                FROM example_metric AS earlier
                INNER JOIN example_metric AS later
                    ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
                INNER JOIN example ON example.example_id = earlier.example_id
                WHERE earlier.run_id = neighbour.from_run
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS p_match_z,
    (
        SELECT AVG(later.credit - earlier.credit)
        FROM example_metric AS earlier
        INNER JOIN example_metric AS later
            ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
        WHERE earlier.run_id = neighbour.from_run
    ) AS credit_change,
    (
        SELECT SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)) / SUM(g.n)
        FROM (
            SELECT
                c.n AS n,
                c.total AS total,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(later.credit - earlier.credit) AS total
                FROM example_metric AS earlier
                INNER JOIN example_metric AS later
                    ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
                INNER JOIN example ON example.example_id = earlier.example_id
                WHERE earlier.run_id = neighbour.from_run
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS credit_stderr,
    (
        SELECT
            SUM(g.total)
            / NULLIF(SQRT(SUM(g.residual * g.residual) * COUNT(*) / NULLIF(COUNT(*) - 1e0, 0e0)), 0e0)
        FROM (
            SELECT
                c.n AS n,
                c.total AS total,
                c.total - c.n * SUM(c.total) OVER () / SUM(c.n) OVER () AS residual
            FROM (
                SELECT
                    COUNT(*) AS n,
                    SUM(later.credit - earlier.credit) AS total
                FROM example_metric AS earlier
                INNER JOIN example_metric AS later
                    ON later.run_id = neighbour.to_run AND later.example_id = earlier.example_id
                INNER JOIN example ON example.example_id = earlier.example_id
                WHERE earlier.run_id = neighbour.from_run
                GROUP BY example.cluster
            ) AS c
        ) AS g
    ) AS credit_z
FROM trend_neighbour AS neighbour
INNER JOIN run ON run.run_id = neighbour.to_run
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN run AS from_run ON from_run.run_id = neighbour.from_run
INNER JOIN checkpoint AS from_checkpoint ON from_checkpoint.checkpoint_id = from_run.checkpoint_id
INNER JOIN model AS from_model ON from_model.model_id = from_checkpoint.model_id
INNER JOIN task ON task.task_id = neighbour.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id;
