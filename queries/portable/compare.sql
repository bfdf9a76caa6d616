-- The heavy step of compare in the SQL that SQLite, DuckDB and Spark answer alike: what another run changes on the items
-- that both answered, with the clustered standard error of the paired difference. Here the pairs are those of two models
-- under one protocol, or of two tasks at one checkpoint; of compare's parameters the others count nothing. RUN_PAIR answers
-- as this does.
--
-- Steps: run_count, paired.
WITH params AS (
    SELECT
        :a AS a,
        :b AS b,
        :task AS task,
        :other_task AS other_task,
        :metric AS metric
),

metric AS (
    SELECT trend_metric.name AS name
    FROM trend_metric
    CROSS JOIN params
    WHERE
        INSTR(',' || params.metric || ',', ',' || trend_metric.name || ',') > 0
        OR (params.metric IS NULL AND trend_metric.default_when_single IS NOT NULL)
),

named_run AS (
    SELECT
        run.run_id,
        run.checkpoint_id,
        run.protocol_id,
        model.name AS model,
        task.name AS task
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN task ON task.task_id = run.task_id
    WHERE run.is_primary = 1
),

pair_of_runs AS (
    SELECT
        a.run_id AS a_run,
        b.run_id AS b_run,
        CASE WHEN a.protocol_id = b.protocol_id THEN 1 ELSE 0 END AS is_by_example
    FROM named_run AS a
    CROSS JOIN params
    INNER JOIN named_run AS b
        ON
            b.run_id <> a.run_id
            AND (
                (
                    params.other_task IS NULL AND b.protocol_id = a.protocol_id
                    AND a.model = params.a AND b.model = params.b
                )
                OR (
                    a.task = params.task AND b.task = params.other_task
                    AND b.checkpoint_id = a.checkpoint_id
                )
            )
),

needed AS (
    SELECT
        pair_of_runs.a_run AS run_id,
        pair_of_runs.is_by_example
    FROM pair_of_runs
    UNION
    SELECT
        pair_of_runs.b_run AS run_id,
        pair_of_runs.is_by_example
    FROM pair_of_runs
),

-- One row per run, metric and item; y is NULL where the item has no such value.
item_value AS (
    SELECT
        needed.run_id,
        needed.is_by_example,
        response_value.metric,
        CASE WHEN needed.is_by_example = 1 THEN example.content_hash ELSE example.item_hash END AS item,
        MIN(example.cluster) AS cluster,
        AVG(response_value.y) AS y
    FROM needed
    CROSS JOIN metric
    INNER JOIN response_value
        ON response_value.run_id = needed.run_id AND response_value.metric = metric.name
    INNER JOIN example ON example.example_id = response_value.example_id
    GROUP BY
        needed.run_id,
        needed.is_by_example,
        response_value.metric,
        CASE WHEN needed.is_by_example = 1 THEN example.content_hash ELSE example.item_hash END
),

run_count AS (
    SELECT
        item_value.run_id,
        item_value.is_by_example,
        item_value.metric,
        COUNT(*) AS n
    FROM item_value
    GROUP BY item_value.run_id, item_value.is_by_example, item_value.metric
),

shared AS (
    SELECT
        pair_of_runs.a_run,
        pair_of_runs.b_run,
        a.metric,
        a.cluster,
        CASE WHEN a.y IS NOT NULL AND b.y IS NOT NULL THEN 1 ELSE 0 END AS is_common,
        CASE WHEN b.y IS NOT NULL THEN a.y END AS a_value,
        CASE WHEN a.y IS NOT NULL THEN b.y END AS b_value,
        CASE WHEN ABS(a.y) < 1e308 AND ABS(b.y) < 1e308 THEN b.y - a.y END AS difference
    FROM pair_of_runs
    INNER JOIN item_value AS a
        ON a.run_id = pair_of_runs.a_run AND a.is_by_example = pair_of_runs.is_by_example
    INNER JOIN item_value AS b
        ON
            b.run_id = pair_of_runs.b_run AND b.is_by_example = pair_of_runs.is_by_example
            AND b.metric = a.metric AND b.item = a.item
),

pair_mean AS (
    SELECT
        shared.a_run,
        shared.b_run,
        shared.metric,
        COUNT(*) AS n_shared,
        SUM(shared.is_common) AS n_common,
        COUNT(DISTINCT CASE WHEN shared.is_common = 1 THEN shared.cluster END) AS clusters,
        AVG(shared.a_value) AS value_a,
        AVG(shared.b_value) AS value_b,
        AVG(shared.difference) AS difference,
        SUM(shared.is_common) - COUNT(shared.difference) AS n_inf,
        SUM(CASE WHEN shared.a_value > shared.b_value THEN 1 ELSE 0 END) AS n_a_higher,
        SUM(CASE WHEN shared.b_value > shared.a_value THEN 1 ELSE 0 END) AS n_b_higher
    FROM shared
    GROUP BY shared.a_run, shared.b_run, shared.metric
),

cluster_residual AS (
    SELECT
        shared.a_run,
        shared.b_run,
        shared.metric,
        shared.cluster,
        SUM(shared.difference - pair_mean.difference) AS residual
    FROM shared
    INNER JOIN pair_mean
        ON
            pair_mean.a_run = shared.a_run AND pair_mean.b_run = shared.b_run
            AND pair_mean.metric = shared.metric
    WHERE shared.is_common = 1
    GROUP BY shared.a_run, shared.b_run, shared.metric, shared.cluster
),

paired AS (
    SELECT
        pair_mean.a_run,
        pair_mean.b_run,
        pair_mean.metric,
        MAX(pair_mean.n_shared) AS n_shared,
        MAX(pair_mean.n_common) AS n_common,
        MAX(pair_mean.clusters) AS clusters,
        MAX(pair_mean.value_a) AS value_a,
        MAX(pair_mean.value_b) AS value_b,
        MAX(CASE WHEN pair_mean.n_inf = 0 THEN pair_mean.difference END) AS difference,
        MAX(pair_mean.n_inf) AS n_inf,
        MAX(pair_mean.n_a_higher) AS n_a_higher,
        MAX(pair_mean.n_b_higher) AS n_b_higher,
        CASE
            WHEN MAX(pair_mean.n_inf) = 0
                THEN
                    SQRT(
                        SUM(cluster_residual.residual * cluster_residual.residual) * MAX(pair_mean.clusters)
                        / NULLIF(MAX(pair_mean.clusters) - 1e0, 0e0)
                    ) / NULLIF(CAST(MAX(pair_mean.n_common) AS DOUBLE), 0e0)
        END AS stderr
    FROM pair_mean
    LEFT JOIN cluster_residual
        ON
            cluster_residual.a_run = pair_mean.a_run AND cluster_residual.b_run = pair_mean.b_run
            AND cluster_residual.metric = pair_mean.metric
    GROUP BY pair_mean.a_run, pair_mean.b_run, pair_mean.metric
)
