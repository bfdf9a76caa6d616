-- One row per run that has responses; asked by run_id or task_id it reads only those.
CREATE VIEW run_summary AS
SELECT
    run.task_id,
    run.run_id,
    COUNT(*) AS n_examples,
    SUM(m.status = 'ok') AS n,
    SUM(m.status <> 'ok') AS n_excluded,
    AVG(m.p_match) AS mean_p_match,
    AVG(m.credit) AS mean_credit,
    AVG(m.logodds) AS mean_logodds,
    AVG(m.nll) AS mean_nll,
    AVG(CASE WHEN m.nll < 9e999 THEN m.nll END) AS mean_nll_finite,
    SUM(ABS(m.logodds) = 9e999) AS n_inf,
    AVG(1e0 * m.tied) AS frac_tied,
    AVG(CASE WHEN m.status = 'ok' THEN m.choice_mass END) AS mean_choice_mass,
    AVG(m.nll_raw) AS mean_nll_raw,
    SUM(m.status = 'missing_choice') AS n_missing_choice,
    SUM(m.status = 'nan') AS n_nan,
    SUM(m.status = 'all_neg_inf') AS n_all_neg_inf,
    SUM(m.status = 'positive_logprob') AS n_positive_logprob,
    SUM(m.status = 'no_alternative') AS n_no_alternative,
    SUM(m.status = 'invalid_match') AS n_invalid_match
FROM run
CROSS JOIN response_metric AS m ON m.run_id = run.run_id
GROUP BY run.task_id, run.run_id;
