-- One row per response; two-sided metrics are NULL unless the status is ok. choice_mass and nll_raw need no alternative.
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
    CASE WHEN logodds > 0e0 THEN 1e0 WHEN logodds = 0e0 THEN 5e-1 WHEN logodds < 0e0 THEN 0e0 END
        AS outweighs,
    CASE
        WHEN credit IS NULL THEN NULL
        WHEN COALESCE(max_matching, lse_matching) = -9e999 THEN -9e999
        WHEN COALESCE(max_other, lse_other) = -9e999 THEN 9e999
        ELSE COALESCE(max_matching, lse_matching) - COALESCE(max_other, lse_other)
    END AS margin,
    CASE
        WHEN status = 'all_neg_inf' THEN 0e0
        WHEN status = 'no_alternative' THEN EXP(lse_matching)
        ELSE EXP(lse_matching) + EXP(lse_other)
    END AS choice_mass,
    credit > 0e0 AND credit < 1e0 AS tied,
    -lse_matching AS nll_raw
FROM response;
