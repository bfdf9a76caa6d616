-- Credit and probability of the matching choices by scores that length or the unconditional log-prob give: one row per
-- response and variant (per_token, per_char, per_byte, uncond); NULL unless the status is ok and every choice has a score
-- under it. Ties of credit are split. Ask for the runs and variants you want: each reads the array of log-probs.
CREATE VIEW response_variant AS
WITH variant (name) AS (
    VALUES ('per_token'), ('per_char'), ('per_byte'), ('uncond')
),

scored AS (
    SELECT
        c.run_id,
        c.example_id,
        variant.name AS variant,
        c.matches,
        CASE variant.name
            WHEN 'per_token' THEN c.per_token
            WHEN 'per_char' THEN c.per_char
            WHEN 'per_byte' THEN c.per_byte
            ELSE c.uncond
        END AS score
    FROM choice_score AS c
    CROSS JOIN variant
),

topped AS (
    SELECT
        scored.*,
        MAX(scored.score) OVER (PARTITION BY scored.run_id, scored.example_id, scored.variant) AS top
    FROM scored
),

-- Windows, because SQLite carries a condition on run and variant through them and not through two levels of grouping.
summed AS (
    SELECT
        t.*,
        ROW_NUMBER() OVER one_response AS place,
        COUNT(t.score) OVER one_response = COUNT(*) OVER one_response AS is_scored,
        AVG(CASE WHEN t.score = t.top THEN t.matches END) OVER one_response AS credit,
        SUM(t.matches * EXP(t.score - t.top)) OVER one_response / SUM(EXP(t.score - t.top)) OVER one_response
            AS p_match
    FROM topped AS t
    WINDOW one_response AS (PARTITION BY t.run_id, t.example_id, t.variant)
)

SELECT
    s.run_id,
    s.example_id,
    s.variant,
    'ok' AS status,
    CASE WHEN s.is_scored THEN s.credit END AS credit,
    CASE WHEN s.is_scored THEN s.p_match END AS p_match
FROM summed AS s
WHERE s.place = 1
UNION ALL
SELECT
    response.run_id,
    response.example_id,
    variant.name AS variant,
    response.status,
    NULL AS credit,
    NULL AS p_match
FROM response
CROSS JOIN variant
WHERE response.status <> 'ok';
