-- The metrics of every primary run with their uncertainty over questions, one row per run that has responses or scores.
--
-- A run without log-probs answers with its primary score (correct, exact_match, acc, pass@1, f1, score, else the first by
-- name); with metric= every run answers with the scores that are named, a row each.
--
-- Parameters:
--     task        names    none  only these tasks
--     behavior    names    none  only tasks of these behaviors
--     model       names    none  only these models
--     series      names    none  only models of these series
--     train_step  numbers  none  only checkpoints at these train steps
--     rlhf_step   numbers  none  only checkpoints at these RLHF steps
--     seed        numbers  none  only checkpoints of these seeds
--     protocol    names    none  only runs put so, by the label of the protocol
--     metric      metrics  none  these scores; name@filter is one, name that of every filter; none: the primary one of a run without log-probs
--     all_runs    boolean  0     1: also the runs that are not primary (reruns, subsets)
-- Default columns: task, protocol, model, n_params, train_step, rlhf_step, seed, variant, n, n_excluded,
--     clusters, mean_p_match, mean_p_match_low, mean_p_match_high, mean_credit, mean_credit_low,
--     mean_credit_high, mean_choice_mass, score, n_scored, mean_score, mean_score_low, mean_score_high
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
--     score               text         name of the score; NULL: none is asked or known, as all that follow
--     n_scored            examples     with a value of it
--     n_unscored          examples     with none
--     score_clusters      clusters     groups of dependent examples among the scored
--     mean_score          score        mean over the scored, a ratio where they have weights
--     mean_score_stderr   score        clustered (CR1); NULL: fewer than 2 clusters
--     mean_score_low      score        95 % interval: Wilson where all are 0 or 1, else t; NULL as the stderr
--     mean_score_high     score        upper bound
-- Source: CR1 clustered stderr, t with clusters - 1 degrees of freedom; Wilson with
--     n_eff = min(n, p (1 - p) / stderr^2), or the clusters where p is 0 or 1 or the stderr is 0.
SELECT
    p.run_id,
    p.model,
    p.series,
    p.n_params,
    p.train_step,
    p.train_tokens,
    p.rlhf_step,
    p.seed,
    p.variant,
    p.task,
    p.behavior,
    p.protocol,
    p.num_fewshot,
    m.n,
    m.n_excluded,
    m.n_missing_choice,
    m.n_nan,
    m.n_all_neg_inf,
    m.n_positive_logprob,
    m.n_no_alternative,
    m.n_invalid_match,
    m.clusters,
    m.mean_p_match,
    m.mean_p_match_stderr,
    T_LOWER(m.mean_p_match, m.mean_p_match_stderr, m.clusters - 1) AS mean_p_match_low,
    T_UPPER(m.mean_p_match, m.mean_p_match_stderr, m.clusters - 1) AS mean_p_match_high,
    m.mean_credit,
    m.mean_credit_stderr,
    CLUSTERED_WILSON_LOWER(m.mean_credit, m.mean_credit_stderr, m.n, m.clusters) AS mean_credit_low,
    CLUSTERED_WILSON_UPPER(m.mean_credit, m.mean_credit_stderr, m.n, m.clusters) AS mean_credit_high,
    m.mean_logodds,
    m.mean_logodds_stderr,
    T_LOWER(m.mean_logodds, m.mean_logodds_stderr, m.clusters - 1) AS mean_logodds_low,
    T_UPPER(m.mean_logodds, m.mean_logodds_stderr, m.clusters - 1) AS mean_logodds_high,
    m.mean_nll,
    m.mean_nll_stderr,
    T_LOWER(m.mean_nll, m.mean_nll_stderr, m.clusters - 1) AS mean_nll_low,
    T_UPPER(m.mean_nll, m.mean_nll_stderr, m.clusters - 1) AS mean_nll_high,
    m.n_inf,
    m.mean_nll_finite,
    m.frac_tied,
    m.mean_choice_mass,
    m.mean_nll_raw,
    p.ref,
    s.score,
    s.n_scored,
    s.n_unscored,
    s.clusters AS score_clusters,
    s.mean AS mean_score,
    s.stderr AS mean_score_stderr,
    s.low AS mean_score_low,
    s.high AS mean_score_high
FROM run_point AS p
LEFT JOIN RUN_MEASURE(p.run_id) AS m
LEFT JOIN RUN_SCORE(p.run_id, :metric) AS s
INNER JOIN checkpoint_point ON checkpoint_point.checkpoint_id = p.checkpoint_id
WHERE
    (p.is_primary = 1 OR :all_runs = 1)
    AND (s.score IS NOT NULL OR (m.n IS NOT NULL AND :metric IS NULL))
    AND IS_ASKED(p.task, :task)
    AND IS_ASKED(p.behavior, :behavior)
    AND IS_ASKED(p.model, :model)
    AND IS_ASKED(p.series, :series)
    AND IS_ASKED(p.train_step, :train_step)
    AND IS_ASKED(p.rlhf_step, :rlhf_step)
    AND IS_ASKED(p.seed, :seed)
    AND IS_ASKED(p.protocol, :protocol)
ORDER BY
    p.task NULLS LAST,
    p.protocol NULLS LAST,
    checkpoint_point.place NULLS LAST,
    p.variant NULLS LAST,
    p.run_id NULLS LAST,
    s.score NULLS LAST
