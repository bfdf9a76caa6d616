-- One row per run whose responses have one matching choice of known length: bits per byte of that choice.
-- corpus weights by bytes, mean_of_examples does not and is NULL where a choice has no bytes; all are NULL
-- where a length is unknown.
CREATE VIEW run_bits_per_byte AS
WITH matching_choice AS (
    SELECT
        run.task_id,
        run.run_id,
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
