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
--     mean_p_match              probability  mean probability of the matching choices among the choices; NULL: n is 0
--     mean_p_match_stderr       probability  clustered (CR1); 0: degenerate; NULL: fewer than 2 clusters
--     mean_p_match_low          probability  95 % t interval, not clipped to 0..1; NULL as the stderr
--     mean_p_match_high         probability  upper bound
--     mean_credit         share        examples where a matching choice is the most probable, ties split; NULL: n is 0
--     mean_credit_stderr  share        clustered (CR1); NULL: fewer than 2 clusters
--     mean_credit_low     share        95 % Wilson interval at the effective n; NULL: no stderr
--     mean_credit_high    share        upper bound
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
WITH y AS (
    SELECT
        p.*,
        m.*,
        -- as many independent examples as have this stderr
        CASE
            WHEN m.mean_credit_stderr IS NULL THEN NULL
            WHEN m.mean_credit IN (0e0, 1e0) OR m.mean_credit_stderr = 0e0 THEN CAST(m.clusters AS DOUBLE)
            ELSE
                MIN(
                    m.mean_credit * (1e0 - m.mean_credit) / (m.mean_credit_stderr * m.mean_credit_stderr),
                    CAST(m.n AS DOUBLE)
                )
        END AS n_eff,
        T_QUANTILE(975e-3, m.clusters - 1) AS t
    FROM run_point AS p
    CROSS JOIN RUN_MEASURE(p.run_id) AS m
    WHERE
        (p.is_primary = 1 OR :all_runs = 1)
        AND IS_ASKED(p.task, :task)
        AND IS_ASKED(p.behavior, :behavior)
        AND IS_ASKED(p.model, :model)
        AND IS_ASKED(p.series, :series)
        AND IS_ASKED(p.train_step, :train_step)
        AND IS_ASKED(p.rlhf_step, :rlhf_step)
        AND IS_ASKED(p.seed, :seed)
)

SELECT
    y.run_id,
    y.model,
    y.series,
    y.n_params,
    y.train_step,
    y.train_tokens,
    y.rlhf_step,
    y.seed,
    y.variant,
    y.task,
    y.behavior,
    y.protocol,
    y.num_fewshot,
    y.n,
    y.n_excluded,
    y.n_missing_choice,
    y.n_nan,
    y.n_all_neg_inf,
    y.n_positive_logprob,
    y.n_no_alternative,
    y.n_invalid_match,
    y.clusters,
    y.mean_p_match,
    y.mean_p_match_stderr,
    y.mean_p_match - y.t * y.mean_p_match_stderr AS mean_p_match_low,
    y.mean_p_match + y.t * y.mean_p_match_stderr AS mean_p_match_high,
    y.mean_credit,
    y.mean_credit_stderr,
    WILSON_LOWER(y.mean_credit, y.n_eff) AS mean_credit_low,
    WILSON_UPPER(y.mean_credit, y.n_eff) AS mean_credit_high,
    y.mean_logodds,
    y.mean_logodds_stderr,
    y.mean_logodds - y.t * y.mean_logodds_stderr AS mean_logodds_low,
    y.mean_logodds + y.t * y.mean_logodds_stderr AS mean_logodds_high,
    y.mean_nll,
    y.mean_nll_stderr,
    y.mean_nll - y.t * y.mean_nll_stderr AS mean_nll_low,
    y.mean_nll + y.t * y.mean_nll_stderr AS mean_nll_high,
    y.n_inf,
    y.mean_nll_finite,
    y.frac_tied,
    y.mean_choice_mass,
    y.mean_nll_raw,
    y.ref
FROM y
ORDER BY
    y.task NULLS LAST,
    y.protocol NULLS LAST,
    y.series NULLS LAST,
    y.n_params NULLS LAST,
    y.model NULLS LAST,
    y.seed NULLS LAST,
    y.train_step NULLS LAST,
    y.rlhf_step NULLS LAST,
    y.variant NULLS LAST,
    y.run_id NULLS LAST
