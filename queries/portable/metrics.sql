-- The heavy step of metrics in the SQL that SQLite, DuckDB and Spark answer alike: the counts and means of every run's
-- responses and their clustered standard errors. The parameters are those of metrics. RUN_MEASURE answers as this does.
--
-- Steps: average, spread.
WITH params AS (
    SELECT
        :task AS task,
        :behavior AS behavior,
        :model AS model,
        :series AS series,
        :train_step AS train_step,
        :rlhf_step AS rlhf_step,
        :seed AS seed,
        :all_runs AS all_runs
),

chosen_run AS (
    SELECT
        run.run_id,
        model.name AS model,
        model.series,
        model.n_params,
        checkpoint.train_step,
        checkpoint.train_tokens,
        checkpoint.rlhf_step,
        checkpoint.seed,
        checkpoint.variant,
        run.ref,
        task.name AS task,
        behavior.name AS behavior,
        protocol.label AS protocol,
        protocol.num_fewshot
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN task ON task.task_id = run.task_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    CROSS JOIN params
    WHERE
        (run.is_primary = 1 OR params.all_runs = 1)
        AND (
            params.task IS NULL OR task.name = params.task
            OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
        )
        AND (params.behavior IS NULL OR behavior.name = params.behavior)
        AND (params.model IS NULL OR model.name = params.model)
        AND (params.series IS NULL OR model.series = params.series)
        AND (params.train_step IS NULL OR checkpoint.train_step = params.train_step)
        AND (params.rlhf_step IS NULL OR checkpoint.rlhf_step = params.rlhf_step)
        AND (params.seed IS NULL OR checkpoint.seed = params.seed)
),

y AS (
    SELECT
        chosen_run.run_id,
        example.cluster,
        response_metric.status,
        response_metric.p_match AS p,
        response_metric.credit,
        response_metric.logodds,
        response_metric.nll,
        response_metric.tied,
        response_metric.choice_mass,
        response_metric.nll_raw
    FROM chosen_run
    INNER JOIN response_metric ON response_metric.run_id = chosen_run.run_id
    INNER JOIN example ON example.example_id = response_metric.example_id
),

average AS (
    SELECT
        y.run_id,
        SUM(CASE WHEN y.status = 'ok' THEN 1 ELSE 0 END) AS n,
        SUM(CASE WHEN y.status = 'ok' THEN 0 ELSE 1 END) AS n_excluded,
        SUM(CASE WHEN y.status = 'missing_choice' THEN 1 ELSE 0 END) AS n_missing_choice,
        SUM(CASE WHEN y.status = 'nan' THEN 1 ELSE 0 END) AS n_nan,
        SUM(CASE WHEN y.status = 'all_neg_inf' THEN 1 ELSE 0 END) AS n_all_neg_inf,
        SUM(CASE WHEN y.status = 'positive_logprob' THEN 1 ELSE 0 END) AS n_positive_logprob,
        SUM(CASE WHEN y.status = 'no_alternative' THEN 1 ELSE 0 END) AS n_no_alternative,
        SUM(CASE WHEN y.status = 'invalid_match' THEN 1 ELSE 0 END) AS n_invalid_match,
        COUNT(DISTINCT CASE WHEN y.status = 'ok' THEN y.cluster END) AS clusters,
        AVG(y.p) AS mean_p_match,
        AVG(y.credit) AS mean_credit,
        AVG(y.logodds) AS mean_logodds,
        AVG(y.nll) AS mean_nll,
        SUM(CASE WHEN ABS(y.logodds) > 1e308 THEN 1 ELSE 0 END) AS n_inf,
        SUM(CASE WHEN y.nll > 1e308 THEN 1 ELSE 0 END) AS n_inf_nll,
        AVG(CASE WHEN y.nll < 1e308 THEN y.nll END) AS mean_nll_finite,
        AVG(CASE WHEN y.status = 'ok' THEN CAST(y.tied AS DOUBLE) END) AS frac_tied,
        AVG(CASE WHEN y.status = 'ok' THEN y.choice_mass END) AS mean_choice_mass,
        AVG(y.nll_raw) AS mean_nll_raw
    FROM y
    GROUP BY y.run_id
),

cluster_residual AS (
    SELECT
        y.run_id,
        y.cluster,
        SUM(y.p - average.mean_p_match) AS p,
        SUM(y.credit - average.mean_credit) AS credit,
        SUM(CASE WHEN average.n_inf = 0 THEN y.logodds - average.mean_logodds END) AS logodds,
        SUM(CASE WHEN average.n_inf_nll = 0 THEN y.nll - average.mean_nll END) AS nll
    FROM y
    INNER JOIN average ON average.run_id = y.run_id
    WHERE y.status = 'ok'
    GROUP BY y.run_id, y.cluster
),

spread AS (
    SELECT
        average.run_id,
        SQRT(
            SUM(cluster_residual.p * cluster_residual.p) * MAX(average.clusters)
            / NULLIF(MAX(average.clusters) - 1e0, 0e0)
        ) / MAX(average.n
        ) AS p,
        SQRT(
            SUM(cluster_residual.credit * cluster_residual.credit) * MAX(average.clusters)
            / NULLIF(MAX(average.clusters) - 1e0, 0e0)
        ) / MAX(average.n
        ) AS credit,
        SQRT(
            SUM(cluster_residual.logodds * cluster_residual.logodds) * MAX(average.clusters)
            / NULLIF(MAX(average.clusters) - 1e0, 0e0)
        ) / MAX(average.n
        ) AS logodds,
        SQRT(
            SUM(cluster_residual.nll * cluster_residual.nll) * MAX(average.clusters)
            / NULLIF(MAX(average.clusters) - 1e0, 0e0)
        ) / MAX(average.n
        ) AS nll
    FROM average
    INNER JOIN cluster_residual ON cluster_residual.run_id = average.run_id
    GROUP BY average.run_id
)
