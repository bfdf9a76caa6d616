-- The points: one row per primary run that has ok responses, with the clustered (CR1) stderr of its means over its own
-- questions. Asked by run_id or task_id it reads only those responses: windows, because SQLite pushes a condition
-- through them and not through two levels of GROUP BY. A stderr is NULL for one cluster, or where a value is infinite.
CREATE VIEW trend_point AS
WITH cluster_total AS (
    SELECT
        run.task_id,
        run.run_id,
        example.cluster,
        COUNT(*) AS n,
        SUM(m.p_match) AS p_match,
        SUM(m.credit) AS credit,
        SUM(m.logodds) AS logodds
    FROM run
    CROSS JOIN example_metric AS m ON m.run_id = run.run_id
    CROSS JOIN example ON example.example_id = m.example_id
    WHERE run.is_primary = 1
    GROUP BY run.task_id, run.run_id, example.cluster
),

mean AS (
    SELECT
        c.task_id,
        c.run_id,
        c.n AS n_cluster,
        c.p_match,
        c.credit,
        c.logodds,
        ROW_NUMBER() OVER w AS place,
        COUNT(*) OVER w AS clusters,
        SUM(c.n) OVER w AS n,
        SUM(c.p_match) OVER w / SUM(c.n) OVER w AS mean_p_match,
        SUM(c.credit) OVER w / SUM(c.n) OVER w AS mean_credit,
        SUM(c.logodds) OVER w / SUM(c.n) OVER w AS mean_logodds
    FROM cluster_total AS c
    WINDOW w AS (PARTITION BY c.task_id, c.run_id)
),

residual AS (
    SELECT
        mean.task_id,
        mean.run_id,
        mean.place,
        mean.n,
        mean.clusters,
        mean.mean_p_match,
        mean.mean_credit,
        mean.mean_logodds,
        mean.p_match - mean.n_cluster * mean.mean_p_match AS p_match,
        mean.credit - mean.n_cluster * mean.mean_credit AS credit,
        mean.logodds - mean.n_cluster * mean.mean_logodds AS logodds
    FROM mean
),

point AS (
    SELECT
        r.task_id,
        r.run_id,
        r.place,
        r.n,
        r.clusters,
        r.mean_p_match,
        r.mean_credit,
        r.mean_logodds,
        SQRT(SUM(r.p_match * r.p_match) OVER w * r.clusters / NULLIF(r.clusters - 1e0, 0e0)) / r.n
            AS mean_p_match_stderr,
        SQRT(SUM(r.credit * r.credit) OVER w * r.clusters / NULLIF(r.clusters - 1e0, 0e0)) / r.n
            AS mean_credit_stderr,
        SQRT(SUM(r.logodds * r.logodds) OVER w * r.clusters / NULLIF(r.clusters - 1e0, 0e0)) / r.n
            AS mean_logodds_stderr
    FROM residual AS r
    WINDOW w AS (PARTITION BY r.task_id, r.run_id)
)

SELECT
    point.run_id,
    point.task_id,
    task.name AS task,
    behavior.name AS behavior,
    run.protocol_id,
    protocol.label AS protocol,
    model.name AS model,
    model.series,
    model.n_params,
    model.n_params_non_embedding,
    checkpoint.train_step,
    checkpoint.train_tokens,
    checkpoint.rlhf_step,
    checkpoint.seed,
    checkpoint.variant,
    point.n,
    point.clusters,
    point.mean_p_match,
    point.mean_p_match_stderr,
    point.mean_credit,
    point.mean_credit_stderr,
    point.mean_logodds,
    point.mean_logodds_stderr
FROM point
INNER JOIN run ON run.run_id = point.run_id
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = point.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE point.place = 1;
