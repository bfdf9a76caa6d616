-- One row per ok response: what example_metric leaves out. The columns that need the array read it each for
-- itself, so ask for those you want. A raw figure per token or byte is NULL where not exactly one choice matches.
CREATE VIEW example_metric_full AS
SELECT
    run.task_id,
    response.run_id,
    response.example_id,
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
