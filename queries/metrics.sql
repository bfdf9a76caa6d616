-- The metrics of every primary run with their uncertainty over questions, one row per run that has responses.
--
-- Parameters:
--     task        text     none  only this task; % stands for any text
--     behavior    text     none  only tasks of this behavior
--     model       text     none  only this model
--     series      text     none  only models of this series
--     train_step  integer  none  only checkpoints at this train step
--     rlhf_step   integer  none  only checkpoints at this RLHF step
--     seed        integer  none  only checkpoints of this seed
--     all_runs    boolean  0     1: also the runs that are not primary (reruns, subsets)
-- Columns:
--     run_id              id           the run in this warehouse
--     model               text         name of the model
--     series              text         models made alike; NULL: unknown
--     n_params            parameters   embeddings included; NULL: unknown
--     train_step          steps        NULL: unknown
--     train_tokens        tokens       NULL: unknown
--     rlhf_step           steps        NULL: unknown
--     seed                number       NULL: unknown
--     variant             text         what else tells checkpoints apart; empty: nothing
--     task                text         name of the task
--     behavior            text         what the task measures; NULL: not said
--     protocol            text         how the task was put
--     num_fewshot         shots        NULL: unknown
--     n                   examples     that enter the two-sided metrics (status ok)
--     n_excluded          examples     the rest; the next six columns say why
--     n_missing_choice    examples     a choice without log-prob
--     n_nan               examples     a log-prob that is not a number
--     n_all_neg_inf       examples     every choice at -inf
--     n_positive_logprob  examples     a log-prob above zero
--     n_no_alternative    examples     nothing to compare with: one choice, or all match
--     n_invalid_match     examples     the matching choice is unknown or out of range
--     clusters            clusters     groups of dependent examples; under 10 a warning
--     mean_p              probability  mean probability of the matching choices among the choices; NULL: n is 0
--     mean_p_stderr       probability  clustered (CR1); 0: degenerate; NULL: fewer than 2 clusters
--     mean_p_low          probability  95 % t interval, not clipped to 0..1; NULL as the stderr
--     mean_p_high         probability  upper bound
--     frac_exceed         share        examples where a matching choice is the most probable, ties split; NULL: n is 0
--     frac_exceed_stderr  share        clustered (CR1); NULL: fewer than 2 clusters
--     frac_exceed_low     share        95 % Wilson interval at the effective n; NULL: no stderr
--     frac_exceed_high    share        upper bound
--     mean_logodds        nats         mean log-odds of matching against other; NULL: n is 0, or both infinities occur
--     mean_logodds_stderr  nats        clustered (CR1); NULL: fewer than 2 clusters, or infinite log-odds
--     mean_logodds_low    nats         95 % t interval; NULL as the stderr
--     mean_logodds_high   nats         upper bound
--     mean_nll            nats         mean of -ln p of matching; inf where one example has p = 0; NULL: n is 0
--     mean_nll_stderr     nats         clustered (CR1); NULL: fewer than 2 clusters, or an infinite nll
--     mean_nll_low        nats         95 % t interval; NULL as the stderr
--     mean_nll_high       nats         upper bound
--     n_inf               examples     with infinite log-odds
--     mean_nll_finite     nats         mean nll of the others; NULL: there are none
--     frac_tied           share        examples where a matching and another choice share the maximum; NULL: n is 0
--     mean_choice_mass    probability  mean probability of all choices together; NULL: n is 0
--     mean_nll_raw        nats         mean of -ln p of matching among all texts, one-choice examples included; NULL: none
--     ref                 text         what the harness calls the checkpoint
-- Source: CR1 clustered stderr, t with clusters - 1 degrees of freedom; Wilson with
--     n_eff = min(n, p (1 - p) / stderr^2), or the clusters where p is 0 or 1 or the stderr is 0.
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
        run.run_id AS run_id,
        model.name AS model,
        model.series AS series,
        model.n_params AS n_params,
        checkpoint.train_step AS train_step,
        checkpoint.train_tokens AS train_tokens,
        checkpoint.rlhf_step AS rlhf_step,
        checkpoint.seed AS seed,
        checkpoint.variant AS variant,
        run.ref AS ref,
        task.name AS task,
        behavior.name AS behavior,
        protocol.label AS protocol,
        protocol.num_fewshot AS num_fewshot
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

-- Heavy step: logarium takes that of queries/native/metrics.sql.

y AS (
    SELECT
        chosen_run.run_id AS run_id,
        example.cluster AS cluster,
        response_metric.status AS status,
        response_metric.p_match AS p,
        response_metric.credit AS credit,
        response_metric.logodds AS logodds,
        response_metric.nll AS nll,
        response_metric.tied AS tied,
        response_metric.choice_mass AS choice_mass,
        response_metric.nll_raw AS nll_raw
    FROM chosen_run
    INNER JOIN response_metric ON response_metric.run_id = chosen_run.run_id
    INNER JOIN example ON example.example_id = response_metric.example_id
),

average AS (
    SELECT
        y.run_id AS run_id,
        SUM(CASE WHEN y.status = 'ok' THEN 1 ELSE 0 END) AS n,
        SUM(CASE WHEN y.status = 'ok' THEN 0 ELSE 1 END) AS n_excluded,
        SUM(CASE WHEN y.status = 'missing_choice' THEN 1 ELSE 0 END) AS n_missing_choice,
        SUM(CASE WHEN y.status = 'nan' THEN 1 ELSE 0 END) AS n_nan,
        SUM(CASE WHEN y.status = 'all_neg_inf' THEN 1 ELSE 0 END) AS n_all_neg_inf,
        SUM(CASE WHEN y.status = 'positive_logprob' THEN 1 ELSE 0 END) AS n_positive_logprob,
        SUM(CASE WHEN y.status = 'no_alternative' THEN 1 ELSE 0 END) AS n_no_alternative,
        SUM(CASE WHEN y.status = 'invalid_match' THEN 1 ELSE 0 END) AS n_invalid_match,
        COUNT(DISTINCT CASE WHEN y.status = 'ok' THEN y.cluster END) AS clusters,
        AVG(y.p) AS mean_p,
        AVG(y.credit) AS frac_exceed,
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
        y.run_id AS run_id,
        y.cluster AS cluster,
        SUM(y.p - average.mean_p) AS p,
        SUM(y.credit - average.frac_exceed) AS credit,
        SUM(CASE WHEN average.n_inf = 0 THEN y.logodds - average.mean_logodds END) AS logodds,
        SUM(CASE WHEN average.n_inf_nll = 0 THEN y.nll - average.mean_nll END) AS nll
    FROM y
    INNER JOIN average ON average.run_id = y.run_id
    WHERE y.status = 'ok'
    GROUP BY y.run_id, y.cluster
),

spread AS (
    SELECT
        average.run_id AS run_id,
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
),

-- Heavy step ends.

-- Portable up to here.

-- What follows is arithmetic on one row per run.
effective AS (
    SELECT
        average.run_id AS run_id,
        CASE
            WHEN spread.credit IS NULL THEN NULL
            WHEN
                average.frac_exceed IN (0e0, 1e0) OR spread.credit = 0e0
                THEN CAST(average.clusters AS DOUBLE)
            WHEN
                average.frac_exceed * (1e0 - average.frac_exceed) / (spread.credit * spread.credit)
                < average.n
                THEN average.frac_exceed * (1e0 - average.frac_exceed) / (spread.credit * spread.credit)
            ELSE CAST(average.n AS DOUBLE)
        END AS n_eff,
        T_QUANTILE(975e-3, average.clusters - 1) AS t
    FROM average
    LEFT JOIN spread ON spread.run_id = average.run_id
)

SELECT
    chosen_run.run_id AS run_id,
    chosen_run.model AS model,
    chosen_run.series AS series,
    chosen_run.n_params AS n_params,
    chosen_run.train_step AS train_step,
    chosen_run.train_tokens AS train_tokens,
    chosen_run.rlhf_step AS rlhf_step,
    chosen_run.seed AS seed,
    chosen_run.variant AS variant,
    chosen_run.task AS task,
    chosen_run.behavior AS behavior,
    chosen_run.protocol AS protocol,
    chosen_run.num_fewshot AS num_fewshot,
    average.n AS n,
    average.n_excluded AS n_excluded,
    average.n_missing_choice AS n_missing_choice,
    average.n_nan AS n_nan,
    average.n_all_neg_inf AS n_all_neg_inf,
    average.n_positive_logprob AS n_positive_logprob,
    average.n_no_alternative AS n_no_alternative,
    average.n_invalid_match AS n_invalid_match,
    average.clusters AS clusters,
    average.mean_p AS mean_p,
    spread.p AS mean_p_stderr,
    average.mean_p - effective.t * spread.p AS mean_p_low,
    average.mean_p + effective.t * spread.p AS mean_p_high,
    average.frac_exceed AS frac_exceed,
    spread.credit AS frac_exceed_stderr,
    WILSON_LOWER(average.frac_exceed, effective.n_eff) AS frac_exceed_low,
    WILSON_UPPER(average.frac_exceed, effective.n_eff) AS frac_exceed_high,
    average.mean_logodds AS mean_logodds,
    spread.logodds AS mean_logodds_stderr,
    average.mean_logodds - effective.t * spread.logodds AS mean_logodds_low,
    average.mean_logodds + effective.t * spread.logodds AS mean_logodds_high,
    average.mean_nll AS mean_nll,
    spread.nll AS mean_nll_stderr,
    average.mean_nll - effective.t * spread.nll AS mean_nll_low,
    average.mean_nll + effective.t * spread.nll AS mean_nll_high,
    average.n_inf AS n_inf,
    average.mean_nll_finite AS mean_nll_finite,
    average.frac_tied AS frac_tied,
    average.mean_choice_mass AS mean_choice_mass,
    average.mean_nll_raw AS mean_nll_raw,
    chosen_run.ref AS ref
FROM chosen_run
INNER JOIN average ON average.run_id = chosen_run.run_id
LEFT JOIN spread ON spread.run_id = chosen_run.run_id
LEFT JOIN effective ON effective.run_id = chosen_run.run_id
ORDER BY
    chosen_run.task NULLS LAST,
    chosen_run.protocol NULLS LAST,
    chosen_run.series NULLS LAST,
    chosen_run.n_params NULLS LAST,
    chosen_run.model NULLS LAST,
    chosen_run.seed NULLS LAST,
    chosen_run.train_step NULLS LAST,
    chosen_run.rlhf_step NULLS LAST,
    chosen_run.variant NULLS LAST,
    chosen_run.run_id NULLS LAST
