-- The heavy step of template_sensitivity in the SQL that SQLite, DuckDB and Spark answer alike.
--
-- Steps: run_question, total, component.
WITH params AS (
    SELECT
        :task AS task,
        :behavior AS behavior,
        :model AS model,
        :series AS series,
        :metric AS metric
),

metric AS (
    SELECT trend_metric.name AS name
    FROM trend_metric
    CROSS JOIN params
    WHERE
        INSTR(',' || params.metric || ',', ',' || trend_metric.name || ',') > 0
        OR (params.metric IS NULL AND trend_metric.default_when_single = 0)
),

chosen_run AS (
    SELECT
        run.run_id,
        task.name AS task,
        behavior.name AS behavior,
        protocol.label AS protocol,
        model.series,
        model.name AS model,
        model.n_params,
        checkpoint.train_step,
        checkpoint.rlhf_step,
        checkpoint.seed
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN task ON task.task_id = run.task_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    CROSS JOIN params
    WHERE
        run.is_primary = 1
        AND run.n_ok > 0
        AND (
            params.task IS NULL OR task.name = params.task
            OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
        )
        AND (params.behavior IS NULL OR behavior.name = params.behavior)
        AND (params.model IS NULL OR model.name = params.model)
        AND (params.series IS NULL OR model.series = params.series)
),

-- Every example by the numbers of its cluster and its question.
asked AS (
    SELECT
        numbered.example_id,
        numbered.cluster,
        numbered.cluster_id,
        numbered.question_id,
        CASE
            WHEN
                MIN(numbered.question_id) OVER (PARTITION BY numbered.cluster_id)
                < MAX(numbered.question_id) OVER (PARTITION BY numbered.cluster_id)
                THEN 1
            ELSE 0
        END AS has_paraphrases
    FROM (
        SELECT
            example.example_id,
            example.cluster,
            DENSE_RANK() OVER (ORDER BY example.task_id NULLS LAST, example.cluster NULLS LAST) AS cluster_id,
            DENSE_RANK() OVER (
                ORDER BY
                    example.task_id NULLS LAST, example.cluster NULLS LAST, example.question_hash NULLS LAST
            ) AS question_id
        FROM example
    ) AS numbered
),

run_question AS (
    SELECT
        chosen_run.run_id,
        COUNT(DISTINCT asked.question_id) AS n
    FROM chosen_run
    INNER JOIN response ON response.run_id = chosen_run.run_id
    INNER JOIN asked ON asked.example_id = response.example_id
    WHERE response.status = 'ok'
    GROUP BY chosen_run.run_id
),

-- The verdict is 1 where the matching choices win, 0 where another does, NULL for a tie.
paraphrase AS (
    SELECT
        chosen_run.run_id,
        metric.name AS metric,
        asked.cluster_id,
        asked.question_id,
        MAX(asked.cluster) AS cluster,
        AVG(response_value.y) AS y,
        MAX(CASE WHEN ABS(response_value.y) > 1e308 THEN 1 ELSE 0 END) AS is_infinite,
        MIN(CASE WHEN response.credit IN (0e0, 1e0) THEN response.credit END) AS least_verdict,
        MAX(CASE WHEN response.credit IN (0e0, 1e0) THEN response.credit END) AS largest_verdict
    FROM chosen_run
    CROSS JOIN metric
    INNER JOIN response_value
        ON response_value.run_id = chosen_run.run_id AND response_value.metric = metric.name
    INNER JOIN response
        ON response.run_id = response_value.run_id AND response.example_id = response_value.example_id
    INNER JOIN asked ON asked.example_id = response_value.example_id
    WHERE response_value.y IS NOT NULL AND asked.has_paraphrases = 1
    GROUP BY chosen_run.run_id, metric.name, asked.cluster_id, asked.question_id
),

beside_item AS (
    SELECT
        paraphrase.run_id,
        paraphrase.metric,
        paraphrase.cluster_id,
        paraphrase.cluster,
        paraphrase.y,
        paraphrase.is_infinite,
        paraphrase.least_verdict,
        paraphrase.largest_verdict,
        AVG(CASE WHEN paraphrase.is_infinite = 0 THEN paraphrase.y END)
            OVER (PARTITION BY paraphrase.run_id, paraphrase.metric, paraphrase.cluster_id)
            AS item_mean
    FROM paraphrase
),

item AS (
    SELECT
        beside_item.run_id,
        beside_item.metric,
        beside_item.cluster_id,
        MAX(beside_item.cluster) AS cluster,
        COUNT(*) AS n,
        SUM(beside_item.is_infinite) AS n_inf,
        MAX(beside_item.item_mean) AS mean,
        MIN(beside_item.y) AS least,
        MAX(beside_item.y) AS largest,
        MAX(beside_item.largest_verdict) - MIN(beside_item.least_verdict) AS is_flipped,
        SUM(
            CASE
                WHEN beside_item.is_infinite = 0
                    THEN (beside_item.y - beside_item.item_mean) * (beside_item.y - beside_item.item_mean)
            END
        ) AS squares
    FROM beside_item
    GROUP BY beside_item.run_id, beside_item.metric, beside_item.cluster_id
),

-- The items with paraphrases beside the means of their run: each item alike, and each paraphrase alike.
beside_run AS (
    SELECT
        item.run_id,
        item.metric,
        item.cluster,
        item.n,
        item.n_inf,
        item.mean,
        item.least,
        item.largest,
        item.is_flipped,
        item.squares,
        AVG(item.mean) OVER one_run AS run_mean,
        SUM(item.n * item.mean) OVER one_run / SUM(item.n) OVER one_run AS weighted_mean,
        MAX(CASE WHEN item.largest > item.least THEN item.largest - item.least ELSE 0e0 END) OVER one_run
            AS max_range
    FROM item
    WHERE item.n > 1
    WINDOW one_run AS (PARTITION BY item.run_id, item.metric)
),

total AS (
    SELECT
        beside_run.run_id,
        beside_run.metric,
        COUNT(*) AS n_items,
        SUM(beside_run.n) AS n_paraphrases,
        SUM(beside_run.n_inf) AS n_inf,
        MAX(beside_run.run_mean) AS mean,
        AVG(beside_run.largest) AS mean_largest,
        AVG(beside_run.least) AS mean_least,
        AVG(
            CASE
                WHEN beside_run.largest > beside_run.least THEN beside_run.largest - beside_run.least ELSE 0e0
            END
        )
            AS mean_range,
        MAX(beside_run.max_range) AS max_range,
        MIN(
            CASE WHEN beside_run.largest - beside_run.least = beside_run.max_range THEN beside_run.cluster END
        )
            AS max_range_item,
        AVG(CAST(beside_run.is_flipped AS DOUBLE)) AS share_flipped,
        COUNT(beside_run.is_flipped) AS n_with_verdict,
        SUM(beside_run.squares) / NULLIF(SUM(beside_run.n) - CAST(COUNT(*) AS DOUBLE), 0e0) AS within,
        SUM(
            beside_run.n * (beside_run.mean - beside_run.weighted_mean)
            * (beside_run.mean - beside_run.weighted_mean)
        ) / NULLIF(COUNT(*) - 1e0, 0e0) AS between_square,
        SUM((beside_run.mean - beside_run.run_mean) * (beside_run.mean - beside_run.run_mean))
        / NULLIF(COUNT(*) * (COUNT(*) - 1e0), 0e0) AS mean_variance,
        SUM(
            beside_run.squares + beside_run.n * (beside_run.mean - beside_run.weighted_mean)
            * (beside_run.mean - beside_run.weighted_mean)
        ) / NULLIF(SUM(beside_run.n) * (SUM(beside_run.n) - 1e0), 0e0) AS naive_variance,
        (SUM(beside_run.n) - SUM(beside_run.n * beside_run.n) / CAST(SUM(beside_run.n) AS DOUBLE))
        / NULLIF(COUNT(*) - 1e0, 0e0) AS mean_size
    FROM beside_run
    GROUP BY beside_run.run_id, beside_run.metric
),

component AS (
    SELECT
        total.run_id,
        total.metric,
        total.within,
        CASE
            WHEN total.between_square > total.within
                THEN (total.between_square - total.within) / NULLIF(total.mean_size, 0e0)
            WHEN total.between_square IS NOT NULL THEN 0e0
        END AS between_items,
        total.mean_variance,
        total.naive_variance
    FROM total
    WHERE total.n_inf = 0
)
