-- How much an item's value depends on how it is put: the spread over the paraphrases of a cluster, one row per primary run and metric.
--
-- A paraphrase is a distinct question (prompt and choices) in a cluster; identical questions count once, as their mean.
-- Only clusters with two paraphrases or more can tell, and only those enter.
--
-- Parameters:
--     task      text     none  only this task; % stands for any text
--     behavior  text     none  only tasks of this behavior
--     model     text     none  only this model
--     series    text     none  only models of this series
--     metric    metrics  none  one or several of trend_metric's names, parted by commas; none: logodds, p_match, credit
-- Columns:
--     task             text         name of the task
--     behavior         text         what the task measures; NULL: not said
--     protocol         text         how the task was put
--     series           text         models made alike; NULL: unknown
--     model            text         name of the model
--     n_params         parameters   embeddings included; NULL: unknown
--     train_step       steps        NULL: unknown
--     rlhf_step        steps        NULL: unknown
--     seed             number       NULL: unknown
--     run_id           id           the run in this warehouse
--     metric           text         as asked
--     n_items          clusters     with two paraphrases or more that have a value
--     n_paraphrases    questions    in those clusters
--     n_left_out       questions    answered, but the only one of their cluster, or without a value
--     mean             metric       over paraphrases, each item alike; NULL: as reason says
--     mean_largest     metric       had each item been put as its largest paraphrase; NULL: no_paraphrases
--     mean_least       metric       had each item been put as its least paraphrase; NULL: no_paraphrases
--     within_sd        metric       pooled SD of the paraphrases of an item; NULL: an infinite value
--     between_sd       metric       SD of the items' true means: one-way analysis of variance, 0 at least; NULL: one item, or an infinite value
--     icc              share        of the variance that is between items; small: the template decides; NULL: no variance, or as between_sd
--     stderr           metric       of mean, from the items' means; NULL: one item, or an infinite value
--     stderr_naive     metric       had the paraphrases been independent questions; NULL: as stderr
--     mean_range       metric       mean over items of the largest less the smallest paraphrase; inf: one is infinite; NULL: no_paraphrases
--     max_range        metric       the largest of those; NULL: as mean_range
--     max_range_item   text         its cluster; NULL: as mean_range
--     share_flipped    share        of items whose verdict (argmax) differs between paraphrases, ties apart; NULL: no_paraphrases
--     share_flipped_low   share     95 % Wilson interval; NULL: as share_flipped
--     share_flipped_high  share     upper bound
--     warning          text         what weakens the row; NULL: nothing
--     reason           text         why nothing is said: no_paraphrases, n_inf; NULL: something is
-- Source: docs/statistics.md 2 (clusters are paraphrases); one-way analysis of variance with unequal groups, variance between
--     = (MS between - MS within) / n0, n0 = (N - sum of n^2 / N) / (items - 1).
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
        AND IS_ASKED(task.name, params.task)
        AND IS_ASKED(behavior.name, params.behavior)
        AND IS_ASKED(model.name, params.model)
        AND IS_ASKED(model.series, params.series)
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

-- Portable up to here.

SELECT
    chosen_run.task,
    chosen_run.behavior,
    chosen_run.protocol,
    chosen_run.series,
    chosen_run.model,
    chosen_run.n_params,
    chosen_run.train_step,
    chosen_run.rlhf_step,
    chosen_run.seed,
    run_question.run_id,
    metric.name AS metric,
    COALESCE(total.n_items, 0) AS n_items,
    COALESCE(total.n_paraphrases, 0) AS n_paraphrases,
    run_question.n - COALESCE(total.n_paraphrases, 0) AS n_left_out,
    CASE WHEN total.n_inf = 0 THEN total.mean END AS mean,
    total.mean_largest,
    total.mean_least,
    SQRT(component.within) AS within_sd,
    SQRT(component.between_items) AS between_sd,
    component.between_items / NULLIF(component.between_items + component.within, 0e0) AS icc,
    SQRT(component.mean_variance) AS stderr,
    SQRT(component.naive_variance) AS stderr_naive,
    total.mean_range,
    total.max_range,
    total.max_range_item,
    total.share_flipped,
    WILSON_LOWER(total.share_flipped, total.n_with_verdict) AS share_flipped_low,
    WILSON_UPPER(total.share_flipped, total.n_with_verdict) AS share_flipped_high,
    CASE WHEN total.n_items BETWEEN 1 AND 9 THEN 'fewer than 10 items' END AS warning,
    CASE WHEN total.n_items IS NULL THEN 'no_paraphrases' WHEN total.n_inf > 0 THEN 'n_inf' END AS reason
FROM run_question
CROSS JOIN metric
INNER JOIN chosen_run ON chosen_run.run_id = run_question.run_id
LEFT JOIN total ON total.run_id = run_question.run_id AND total.metric = metric.name
LEFT JOIN component ON component.run_id = run_question.run_id AND component.metric = metric.name
ORDER BY
    chosen_run.task NULLS LAST,
    chosen_run.protocol NULLS LAST,
    chosen_run.series NULLS LAST,
    chosen_run.n_params NULLS LAST,
    chosen_run.model NULLS LAST,
    chosen_run.seed NULLS LAST,
    chosen_run.train_step NULLS LAST,
    chosen_run.rlhf_step NULLS LAST,
    run_question.run_id NULLS LAST,
    CASE metric.name WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    metric.name NULLS LAST
