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
--     (trend_state).
WITH params AS (
    SELECT
        :least AS least,
        :refuse AS refuse
),

asked AS (
    SELECT
        protocol_example.protocol_id,
        COUNT(*) AS n
    FROM protocol_example
    GROUP BY protocol_example.protocol_id
),

-- Protocols of which some primary run has no value for some example.
suspect AS (
    SELECT DISTINCT run.protocol_id AS protocol_id
    FROM run
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    INNER JOIN asked ON asked.protocol_id = run.protocol_id
    WHERE
        run.is_primary = 1
        AND run.n_examples > 0
        AND protocol.output_type IN ('multiple_choice', 'loglikelihood', 'loglikelihood_rolling')
        AND (
            run.n_examples < asked.n
            OR (protocol.output_type = 'multiple_choice' AND run.n_ok < run.n_examples)
            OR (
                protocol.output_type <> 'multiple_choice'
                AND EXISTS (
                    SELECT 1 FROM response
                    WHERE response.run_id = run.run_id AND response.status NOT IN ('ok', 'no_alternative')
                )
            )
        )
),

state AS (
    SELECT
        trend_state.line,
        trend_state.axis,
        trend_state.at,
        trend_state.protocol_id,
        trend_state.run_id
    FROM suspect
    CROSS JOIN trend_state ON trend_state.protocol_id = suspect.protocol_id
),

-- Two axes may string the same runs together (train_step and train_tokens): one line says it.
line AS (
    SELECT
        numbered.line,
        numbered.axis,
        numbered.at,
        numbered.protocol_id,
        numbered.m
    FROM (
        SELECT
            listed.line,
            listed.axis,
            listed.at,
            listed.protocol_id,
            listed.m,
            ROW_NUMBER() OVER (
                PARTITION BY listed.m, listed.first_run, listed.last_run, listed.sum_of_runs
                ORDER BY
                    CASE listed.axis WHEN 'n_params' THEN 1 WHEN 'train_step' THEN 2 ELSE 3 END,
                    listed.at NULLS LAST,
                    listed.axis NULLS LAST,
                    listed.line NULLS LAST
            ) AS place
        FROM (
            SELECT
                state.line,
                state.axis,
                state.at,
                state.protocol_id,
                COUNT(*) AS m,
                MIN(state.run_id) AS first_run,
                MAX(state.run_id) AS last_run,
                SUM(state.run_id) AS sum_of_runs
            FROM state
            GROUP BY state.line, state.axis, state.at, state.protocol_id
        ) AS listed
    ) AS numbered
    WHERE numbered.place = 1
),

answered AS (
    SELECT
        line.line,
        response.example_id,
        SUM(CASE WHEN response.status IN ('ok', 'no_alternative') THEN 1 ELSE 0 END) AS n_values
    FROM line
    INNER JOIN state ON state.line = line.line
    INNER JOIN response ON response.run_id = state.run_id
    GROUP BY line.line, response.example_id
),

share AS (
    SELECT
        line.line,
        SUM(CASE WHEN answered.n_values = line.m THEN 1 ELSE 0 END) AS n_common,
        COUNT(*) AS n_union
    FROM answered
    INNER JOIN line ON line.line = answered.line
    GROUP BY line.line
)

SELECT
    CASE
        WHEN CAST(share.n_common AS DOUBLE) / share.n_union < params.refuse
            THEN 'too few examples in common for a line: trend refuses it'
        ELSE 'examples lost because some state lacks them'
    END AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    share.n_common AS n,
    share.n_union AS n_of,
    'over ' || line.axis || ' ('
    || REPLACE(
        REPLACE(line.line, line.axis || '|' || line.at || '|key=' || protocol.comparability_key || '|', ''),
        '|', ' '
    )
    || '): ' || line.m || ' states share ' || ROUND(1e2 * share.n_common / share.n_union, 1) || ' %' AS detail
FROM share
INNER JOIN line ON line.line = share.line
INNER JOIN protocol ON protocol.protocol_id = line.protocol_id
INNER JOIN task ON task.task_id = protocol.task_id
CROSS JOIN params
WHERE CAST(share.n_common AS DOUBLE) / share.n_union < params.least
ORDER BY
    CASE WHEN CAST(share.n_common AS DOUBLE) / share.n_union < params.refuse THEN 0 ELSE 1 END,
    CAST(share.n_common AS DOUBLE) / share.n_union NULLS LAST,
    task.name NULLS LAST,
    line.line NULLS LAST
