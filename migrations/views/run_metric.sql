-- The metrics of every run with responses, one row each: what `logarium query metrics` begins with.
CREATE VIEW run_metric AS
SELECT
    s.run_id AS run_id,
    model.name AS model,
    model.series AS series,
    model.n_params AS n_params,
    checkpoint.train_step AS train_step,
    checkpoint.train_tokens AS train_tokens,
    checkpoint.rlhf_step AS rlhf_step,
    checkpoint.seed AS seed,
    task.name AS task,
    protocol.label AS protocol,
    run.is_primary AS is_primary,
    s.task_id AS task_id,
    s.n_examples AS n_examples,
    s.n AS n,
    s.n_excluded AS n_excluded,
    s.n_missing_choice AS n_missing_choice,
    s.n_nan AS n_nan,
    s.n_all_neg_inf AS n_all_neg_inf,
    s.n_positive_logprob AS n_positive_logprob,
    s.n_no_alternative AS n_no_alternative,
    s.n_invalid_match AS n_invalid_match,
    s.mean_p AS mean_p,
    s.frac_exceed AS frac_exceed,
    s.mean_logodds AS mean_logodds,
    s.mean_nll AS mean_nll,
    s.mean_nll_finite AS mean_nll_finite,
    s.n_inf AS n_inf,
    s.frac_tied AS frac_tied,
    s.mean_choice_mass AS mean_choice_mass,
    s.mean_nll_raw AS mean_nll_raw
FROM run_summary AS s
INNER JOIN run ON run.run_id = s.run_id
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = s.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id;
