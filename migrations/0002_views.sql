-- The views: SQLite's built-in functions only, so that any client reads them.

-- The tidy view: one row per run, example and choice.
CREATE VIEW choice_logprob AS
SELECT
    response.run_id AS run_id,
    response.example_id AS example_id,
    CAST(logprob.key AS INTEGER) AS position,
    JSON_EXTRACT(example.choices, '$[' || logprob.key || ']') AS choice,
    EXISTS (SELECT 1 FROM JSON_EACH(example.matching) AS matching WHERE matching.value = logprob.key) AS matches,
    CAST(logprob.value AS REAL) AS logprob,
    response.status AS status
FROM response
INNER JOIN example ON example.example_id = response.example_id,
    JSON_EACH(response.logprobs) AS logprob;

-- One row per response; two-sided metrics are NULL unless the status is ok.
-- nll is softplus(-logodds) in three branches, so that no digit is lost in either tail.
CREATE VIEW response_metric AS
SELECT
    run_id,
    example_id,
    status,
    logodds,
    CASE WHEN logodds >= 0e0 THEN 1e0 / (1e0 + EXP(-logodds)) ELSE EXP(logodds) / (1e0 + EXP(logodds)) END AS p_match,
    CASE
        WHEN logodds < -700e0 THEN -logodds
        WHEN logodds < 0e0 THEN -logodds + LN(1e0 + EXP(logodds))
        WHEN logodds > 115e-1 THEN EXP(-logodds) * (1e0 - EXP(-logodds) / 2e0 + EXP(-2e0 * logodds) / 3e0)
        WHEN logodds >= 0e0 THEN LN(1e0 + EXP(-logodds))
    END AS nll,
    credit,
    CASE WHEN logodds > 0e0 THEN 1e0 WHEN logodds = 0e0 THEN 5e-1 WHEN logodds < 0e0 THEN 0e0 END AS exceeds,
    CASE
        WHEN credit IS NULL THEN NULL
        WHEN COALESCE(max_matching, lse_matching) = -9e999 THEN -9e999
        WHEN COALESCE(max_other, lse_other) = -9e999 THEN 9e999
        ELSE COALESCE(max_matching, lse_matching) - COALESCE(max_other, lse_other)
    END AS margin,
    EXP(lse_matching) + EXP(lse_other) AS choice_mass,
    credit > 0e0 AND credit < 1e0 AS tied,
    -lse_matching AS nll_raw
FROM response;

-- One row per ok response, from the stored columns.
CREATE VIEW example_metric AS
SELECT
    run_id,
    example_id,
    logodds,
    p_match,
    nll,
    credit,
    exceeds,
    margin,
    choice_mass,
    tied,
    nll_raw
FROM response_metric
WHERE status = 'ok';

-- One row per run that has responses; asked by run_id or task_id it reads only those.
CREATE VIEW run_summary AS
SELECT
    run.task_id AS task_id,
    run.run_id AS run_id,
    COUNT(*) AS n_examples,
    SUM(m.status = 'ok') AS n,
    SUM(m.status <> 'ok') AS n_excluded,
    AVG(m.p_match) AS mean_p,
    AVG(m.credit) AS frac_exceed,
    AVG(m.logodds) AS mean_logodds,
    AVG(m.nll) AS mean_nll,
    AVG(CASE WHEN m.nll < 9e999 THEN m.nll END) AS mean_nll_finite,
    SUM(ABS(m.logodds) = 9e999) AS n_inf,
    AVG(1e0 * m.tied) AS frac_tied,
    AVG(m.choice_mass) AS mean_choice_mass,
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
