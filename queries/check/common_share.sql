-- Lines whose states have too few examples in common, one row per axis and line.
--
-- Parameters:
--     least   real  95e-2  smallest common share that is no finding
--     refuse  real  5e-1   common share under which trend refuses the line
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        NULL: several
--     ref     text      NULL: several
--     n       examples  with a value at every state
--     n_of    examples  with a response at any state
--     detail  text      the line
-- Source: docs/statistics.md 5: common share < .95 is a warning, < .5 is refused unless asked. Lines are trend's
--     (LINE_POINT): states
--     that were put in several ways share items.
WITH asked AS (
    SELECT
        protocol_example.protocol_id,
        COUNT(*) AS n
    FROM protocol_example
    GROUP BY protocol_example.protocol_id
),

-- Tasks of which some primary run has no value for some example.
suspect AS MATERIALIZED (
    SELECT DISTINCT p.task
    FROM run_point AS p
    INNER JOIN asked ON asked.protocol_id = p.protocol_id
    WHERE
        p.is_primary = 1
        AND p.n_examples > 0
        AND p.output_type IN ('multiple_choice', 'loglikelihood', 'loglikelihood_rolling')
        AND (
            p.n_examples < asked.n
            OR CASE
                WHEN p.output_type = 'multiple_choice' THEN p.n_ok < p.n_examples
                ELSE
                    EXISTS (
                        SELECT 1 FROM response
                        WHERE response.run_id = p.run_id AND response.status NOT IN ('ok', 'no_alternative')
                    )
            END
        )
),

axis (name, way, place) AS (
    VALUES
    ('n_params', 'equal', 1),
    ('n_params', 'final', 1),
    ('train_step', 'equal', 2),
    ('n_params_non_embedding', 'equal', 3),
    ('n_params_non_embedding', 'final', 3),
    ('rlhf_step', 'equal', 3),
    ('train_tokens', 'equal', 3)
),

line AS (
    SELECT
        t.line,
        t.axis,
        t.at,
        t.task,
        t.coordinates,
        t.m,
        t.n_common,
        t.n_union,
        t.common_share,
        axis.place,
        MIN(t.run_id) AS first_run,
        MAX(t.run_id) AS last_run,
        SUM(t.run_id) AS sum_of_runs
    FROM suspect
    CROSS JOIN axis
    CROSS JOIN LINE_POINT(axis.name, axis.way, 'nll_raw', suspect.task, NULL, NULL, NULL, 0) AS t
    GROUP BY t.line
),

-- Two axes may string the same runs together (train_step and train_tokens): one line says it.
share AS (
    SELECT
        line.*,
        ROW_NUMBER() OVER (
            PARTITION BY line.m, line.first_run, line.last_run, line.sum_of_runs
            ORDER BY line.place, line.at NULLS LAST, line.axis NULLS LAST, line.line NULLS LAST
        ) AS copy
    FROM line
)

SELECT
    CASE
        WHEN share.common_share < :refuse
            THEN 'too few examples in common for a line: trend refuses it'
        ELSE 'examples lost because some state lacks them'
    END AS fault,
    share.task,
    NULL AS run_id,
    NULL AS ref,
    share.n_common AS n,
    share.n_union AS n_of,
    'over ' || share.axis || ' (' || REPLACE(SUBSTR(share.coordinates, 2), '|', ' ') || '): ' || share.m
    || ' states share ' || ROUND(1e2 * share.common_share, 1) || ' %' AS detail
FROM share
WHERE share.copy = 1 AND share.common_share < :least
ORDER BY
    CASE WHEN share.common_share < :refuse THEN 0 ELSE 1 END,
    share.common_share NULLS LAST,
    share.task NULLS LAST,
    share.line NULLS LAST
