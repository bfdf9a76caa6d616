-- The views: SQLite's built-in functions only, so that any client reads them.

-- The tidy view: one row per run, example and choice.
CREATE VIEW choice_logprob AS
SELECT
    response.run_id AS run_id,
    response.example_id AS example_id,
    CAST(logprob.key AS INTEGER) AS position,
    JSON_EXTRACT(example.choices, '$[' || logprob.key || ']') AS choice,
    EXISTS(
        SELECT 1 FROM JSON_EACH(example.matching) AS matching WHERE matching.value = logprob.key
    ) AS matches,
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
    CASE
        WHEN logodds >= 0e0 THEN 1e0 / (1e0 + EXP(-logodds)) ELSE EXP(logodds) / (1e0 + EXP(logodds))
    END AS p_match,
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

-- One row per run, example and choice of an ok response: its share of the choice mass, and the scores that
-- length and the unconditional log-prob give it. A length that is absent or not positive gives NULL.
CREATE VIEW choice_score AS
SELECT
    run.task_id AS task_id,
    response.run_id AS run_id,
    response.example_id AS example_id,
    CAST(logprob.key AS INTEGER) AS position,
    EXISTS(
        SELECT 1 FROM JSON_EACH(example.matching) AS matching WHERE matching.value = logprob.key
    ) AS matches,
    CAST(logprob.value AS REAL) AS logprob,
    -- log-sum-exp of all choices, from its two stored halves
    MAX(response.lse_matching, response.lse_other)
    + LN(1e0 + EXP(-ABS(response.logodds))) AS lse,
    EXP(
        CAST(logprob.value AS REAL) - MAX(response.lse_matching, response.lse_other)
        - LN(1e0 + EXP(-ABS(response.logodds)))
    ) AS p,
    CASE
        WHEN JSON_EXTRACT(response.n_tokens, '$[' || logprob.key || ']') > 0
            THEN logprob.value / CAST(JSON_EXTRACT(response.n_tokens, '$[' || logprob.key || ']') AS REAL)
    END AS per_token,
    CASE
        WHEN JSON_EXTRACT(example.choice_chars, '$[' || logprob.key || ']') > 0
            THEN logprob.value / CAST(JSON_EXTRACT(example.choice_chars, '$[' || logprob.key || ']') AS REAL)
    END AS per_char,
    CASE
        WHEN JSON_EXTRACT(example.choice_bytes, '$[' || logprob.key || ']') > 0
            THEN logprob.value / CAST(JSON_EXTRACT(example.choice_bytes, '$[' || logprob.key || ']') AS REAL)
    END AS per_byte,
    logprob.value
    - CAST(JSON_EXTRACT(response.unconditional, '$[' || logprob.key || ']') AS REAL) AS uncond,
    JSON_EXTRACT(response.n_tokens, '$[' || logprob.key || ']') AS n_tokens,
    JSON_EXTRACT(example.choice_bytes, '$[' || logprob.key || ']') AS n_bytes
FROM run
CROSS JOIN response ON response.run_id = run.run_id
CROSS JOIN example ON example.example_id = response.example_id,
    JSON_EACH(response.logprobs) AS logprob
WHERE response.status = 'ok';

-- One row per ok response: what example_metric leaves out. The columns that need the array read it each for
-- itself, so ask for those you want. A variant is NULL where one choice has no score under it, a raw figure
-- per token or byte where not exactly one choice matches.
CREATE VIEW example_metric_full AS
SELECT
    run.task_id AS task_id,
    response.run_id AS run_id,
    response.example_id AS example_id,
    CASE
        WHEN
            COALESCE(response.max_matching, response.lse_matching)
            > COALESCE(response.max_other, response.lse_other)
            THEN 1e0
        ELSE 0e0
    END AS strict_exceed,
    EXP(response.lse_matching) - EXP(COALESCE(response.max_other, response.lse_other)) AS margin_prob_raw,
    CASE
        WHEN response.logodds >= 0e0 THEN 1e0 / (1e0 + EXP(-response.logodds))
        ELSE EXP(response.logodds) / (1e0 + EXP(response.logodds))
    END
    - EXP(
        COALESCE(response.max_other, response.lse_other) - MAX(response.lse_matching, response.lse_other)
        - LN(1e0 + EXP(-ABS(response.logodds)))
    ) AS margin_prob_norm,
    CASE
        WHEN response.logodds > 0e0
            THEN EXP(-2e0 * response.logodds) / POWER(1e0 + EXP(-response.logodds), 2)
        ELSE 1e0 / POWER(1e0 + EXP(response.logodds), 2)
    END AS brier_binary,
    CASE
        WHEN JSON_ARRAY_LENGTH(example.matching) = 1
            THEN
                CASE
                    WHEN response.logodds > 0e0
                        THEN EXP(-2e0 * response.logodds) / POWER(1e0 + EXP(-response.logodds), 2)
                    ELSE 1e0 / POWER(1e0 + EXP(response.logodds), 2)
                END
                + (
                    SELECT SUM(c.p * c.p)
                    FROM choice_score AS c
                    WHERE c.run_id = response.run_id AND c.example_id = response.example_id AND NOT c.matches
                )
    END AS brier_sum,
    (
        SELECT -SUM(CASE WHEN c.p > 0e0 THEN c.p * (c.logprob - c.lse) ELSE 0e0 END)
        FROM choice_score AS c
        WHERE c.run_id = response.run_id AND c.example_id = response.example_id
    ) AS entropy,
    EXP(
        MAX(
            COALESCE(response.max_matching, response.lse_matching),
            COALESCE(response.max_other, response.lse_other)
        ) - MAX(response.lse_matching, response.lse_other) - LN(1e0 + EXP(-ABS(response.logodds)))
    ) AS conf,
    (
        SELECT CASE WHEN COUNT(score) = COUNT(*) THEN AVG(CASE WHEN score = top THEN matches END) END
        FROM (
            SELECT
                c.matches AS matches,
                c.per_token AS score,
                MAX(c.per_token) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS credit_per_token,
    (
        SELECT
            CASE
                WHEN COUNT(score) = COUNT(*) THEN SUM(matches * EXP(score - top)) / SUM(EXP(score - top))
            END
        FROM (
            SELECT
                c.matches AS matches,
                c.per_token AS score,
                MAX(c.per_token) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS p_match_per_token,
    (
        SELECT CASE WHEN COUNT(score) = COUNT(*) THEN AVG(CASE WHEN score = top THEN matches END) END
        FROM (
            SELECT
                c.matches AS matches,
                c.per_char AS score,
                MAX(c.per_char) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS credit_per_char,
    (
        SELECT
            CASE
                WHEN COUNT(score) = COUNT(*) THEN SUM(matches * EXP(score - top)) / SUM(EXP(score - top))
            END
        FROM (
            SELECT
                c.matches AS matches,
                c.per_char AS score,
                MAX(c.per_char) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS p_match_per_char,
    (
        SELECT CASE WHEN COUNT(score) = COUNT(*) THEN AVG(CASE WHEN score = top THEN matches END) END
        FROM (
            SELECT
                c.matches AS matches,
                c.per_byte AS score,
                MAX(c.per_byte) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS credit_per_byte,
    (
        SELECT
            CASE
                WHEN COUNT(score) = COUNT(*) THEN SUM(matches * EXP(score - top)) / SUM(EXP(score - top))
            END
        FROM (
            SELECT
                c.matches AS matches,
                c.per_byte AS score,
                MAX(c.per_byte) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS p_match_per_byte,
    (
        SELECT CASE WHEN COUNT(score) = COUNT(*) THEN AVG(CASE WHEN score = top THEN matches END) END
        FROM (
            SELECT
                c.matches AS matches,
                c.uncond AS score,
                MAX(c.uncond) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS credit_uncond,
    (
        SELECT
            CASE
                WHEN COUNT(score) = COUNT(*) THEN SUM(matches * EXP(score - top)) / SUM(EXP(score - top))
            END
        FROM (
            SELECT
                c.matches AS matches,
                c.uncond AS score,
                MAX(c.uncond) OVER () AS top
            FROM choice_score AS c
            WHERE c.run_id = response.run_id AND c.example_id = response.example_id
        )
    ) AS p_match_uncond,
    CASE
        WHEN
            JSON_ARRAY_LENGTH(example.matching) = 1
            AND JSON_EXTRACT(response.n_tokens, '$[' || JSON_EXTRACT(example.matching, '$[0]') || ']') > 0
            THEN
                -response.lse_matching
                / JSON_EXTRACT(response.n_tokens, '$[' || JSON_EXTRACT(example.matching, '$[0]') || ']')
    END AS nll_raw_per_token,
    CASE
        WHEN
            JSON_ARRAY_LENGTH(example.matching) = 1
            AND JSON_EXTRACT(example.choice_bytes, '$[' || JSON_EXTRACT(example.matching, '$[0]') || ']') > 0
            THEN
                -response.lse_matching
                / JSON_EXTRACT(example.choice_bytes, '$[' || JSON_EXTRACT(example.matching, '$[0]') || ']')
                / LN(2e0)
    END AS bpb_match
FROM run
CROSS JOIN response ON response.run_id = run.run_id
CROSS JOIN example ON example.example_id = response.example_id
WHERE response.status = 'ok';

-- One row per run and answer position: where does the one matching choice stand? A model that leans to the
-- first answer shows here.
CREATE VIEW run_position_metric AS
SELECT
    run.task_id AS task_id,
    run.run_id AS run_id,
    JSON_EXTRACT(example.matching, '$[0]') AS position,
    COUNT(*) AS n,
    AVG(m.p_match) AS mean_p,
    AVG(m.credit) AS frac_exceed
FROM run
CROSS JOIN response_metric AS m ON m.run_id = run.run_id
CROSS JOIN example ON example.example_id = m.example_id
WHERE m.status = 'ok' AND JSON_ARRAY_LENGTH(example.matching) = 1
GROUP BY run.task_id, run.run_id, JSON_EXTRACT(example.matching, '$[0]');

-- One row per run that has ok responses: what run_metric leaves out. se_mean_p and se_frac_exceed take the
-- examples as independent (NULL for one example); the clustered ones are in the query metrics. *_balanced:
-- mean over the answer positions of run_position_metric.
CREATE VIEW run_metric_full AS
SELECT
    s.task_id AS task_id,
    s.run_id AS run_id,
    s.n AS n,
    (
        SELECT AVG(logodds)
        FROM (
            SELECT
                m.logodds AS logodds,
                ROW_NUMBER() OVER (ORDER BY m.logodds) AS place,
                COUNT(*) OVER () AS n
            FROM example_metric AS m
            WHERE m.run_id = s.run_id
        )
        WHERE place IN ((n + 1) / 2, (n + 2) / 2)
    ) AS median_logodds,
    EXP(-s.mean_nll) AS geo_mean_p,
    (SELECT AVG(f.brier_binary) FROM example_metric_full AS f WHERE f.run_id = s.run_id) AS mean_brier_binary,
    (SELECT AVG(f.strict_exceed) FROM example_metric_full AS f WHERE f.run_id = s.run_id) AS frac_strict,
    (
        SELECT SQRT(SUM((y - mean) * (y - mean)) / NULLIF(COUNT(*) * (COUNT(*) - 1e0), 0e0))
        FROM (
            SELECT
                m.p_match AS y,
                AVG(m.p_match) OVER () AS mean
            FROM example_metric AS m
            WHERE m.run_id = s.run_id
        )
    ) AS se_mean_p,
    (
        SELECT SQRT(SUM((y - mean) * (y - mean)) / NULLIF(COUNT(*) * (COUNT(*) - 1e0), 0e0))
        FROM (
            SELECT
                m.credit AS y,
                AVG(m.credit) OVER () AS mean
            FROM example_metric AS m
            WHERE m.run_id = s.run_id
        )
    ) AS se_frac_exceed,
    (
        SELECT AVG(y)
        FROM (
            SELECT AVG(m.p_match) AS y
            FROM example_metric AS m
            CROSS JOIN example ON example.example_id = m.example_id
            WHERE m.run_id = s.run_id AND JSON_ARRAY_LENGTH(example.matching) = 1
            GROUP BY JSON_EXTRACT(example.matching, '$[0]')
        )
    ) AS mean_p_balanced,
    (
        SELECT AVG(y)
        FROM (
            SELECT AVG(m.credit) AS y
            FROM example_metric AS m
            CROSS JOIN example ON example.example_id = m.example_id
            WHERE m.run_id = s.run_id AND JSON_ARRAY_LENGTH(example.matching) = 1
            GROUP BY JSON_EXTRACT(example.matching, '$[0]')
        )
    ) AS frac_exceed_balanced
FROM run_summary AS s
WHERE s.n > 0;

-- One row per run whose responses have one matching choice of known length: bits per byte of that choice.
-- corpus weights by bytes, mean_of_examples does not and is NULL where a choice has no bytes; all are NULL
-- where a length is unknown.
CREATE VIEW run_bits_per_byte AS
WITH matching_choice AS (
    SELECT
        run.task_id AS task_id,
        run.run_id AS run_id,
        -response.lse_matching AS nll_raw,
        CAST(
            JSON_EXTRACT(example.choice_bytes, '$[' || JSON_EXTRACT(example.matching, '$[0]') || ']') AS REAL
        ) AS n_bytes
    FROM run
    CROSS JOIN response ON response.run_id = run.run_id
    CROSS JOIN example ON example.example_id = response.example_id
    WHERE response.status IN ('ok', 'no_alternative') AND JSON_ARRAY_LENGTH(example.matching) = 1
)

SELECT
    task_id,
    run_id,
    COUNT(*) AS n,
    CASE WHEN COUNT(n_bytes) = COUNT(*) THEN SUM(n_bytes) END AS n_bytes,
    CASE
        WHEN COUNT(n_bytes) = COUNT(*) THEN SUM(nll_raw) / NULLIF(SUM(n_bytes) * LN(2e0), 0e0)
    END AS corpus,
    CASE
        WHEN MIN(COALESCE(n_bytes, 0e0)) > 0e0 THEN AVG(nll_raw / (n_bytes * LN(2e0)))
    END AS mean_of_examples,
    CASE
        WHEN COUNT(n_bytes) = COUNT(*) THEN EXP(SUM(nll_raw) / NULLIF(SUM(n_bytes), 0e0))
    END AS byte_perplexity
FROM matching_choice
GROUP BY task_id, run_id;
