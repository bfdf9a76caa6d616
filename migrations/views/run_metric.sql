-- The metrics of every run with responses, one row each: what `logarium query metrics` begins with.
CREATE VIEW run_metric AS
SELECT
    s.run_id,
    model.name AS model,
    model.series,
    model.n_params,
    checkpoint.train_step,
    checkpoint.train_tokens,
    checkpoint.rlhf_step,
    checkpoint.seed,
    task.name AS task,
    protocol.label AS protocol,
    run.is_primary,
    s.task_id,
    s.n_examples,
    s.n,
    s.n_excluded,
    s.n_missing_choice,
    s.n_nan,
    s.n_all_neg_inf,
    s.n_positive_logprob,
    s.n_no_alternative,
    s.n_invalid_match,
    s.mean_p_match,
    s.mean_credit,
    s.mean_logodds,
    s.mean_nll,
    s.mean_nll_finite,
    s.n_inf,
    s.frac_tied,
    s.mean_choice_mass,
    s.mean_nll_raw
FROM run_summary AS s
INNER JOIN run ON run.run_id = s.run_id
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = s.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id;
