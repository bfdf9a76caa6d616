-- One row per run, example and choice of an ok response: its share of the choice mass, and the scores that
-- length and the unconditional log-prob give it. A length that is absent or not positive gives NULL.
CREATE VIEW choice_score AS
SELECT
    run.task_id,
    response.run_id,
    response.example_id,
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
