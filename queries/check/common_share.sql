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
-- Source: STATISTICS.md 5: common share < .95 is a warning, < .5 is refused unless asked.
WITH params AS (
    SELECT
        :least AS least,
        :refuse AS refuse
),

axis (name, place) AS (
    VALUES ('n_params', 1), ('train_step', 2), ('train_tokens', 3), ('rlhf_step', 4)
),

asked AS (
    SELECT
        protocol_example.protocol_id AS protocol_id,
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

-- A line is as in trend: primary runs that agree in protocol, series, seed, variant and every coordinate but the axis,
-- with two distinct values on it.
placed AS (
    SELECT
        axis.name AS axis,
        axis.place AS axis_place,
        run.run_id AS run_id,
        run.task_id AS task_id,
        run.protocol_id AS protocol_id,
        model.series AS series,
        checkpoint.seed AS seed,
        checkpoint.variant AS variant,
        CASE WHEN axis.name <> 'n_params' THEN model.model_id END AS at_model,
        CASE WHEN axis.name NOT IN ('train_step', 'train_tokens') THEN checkpoint.train_step END
            AS at_train_step,
        CASE
            WHEN axis.name NOT IN ('train_step', 'train_tokens') AND checkpoint.train_step IS NULL
                THEN checkpoint.train_tokens
        END AS at_train_tokens,
        CASE WHEN axis.name <> 'rlhf_step' THEN COALESCE(checkpoint.rlhf_step, 0) END AS at_rlhf_step,
        CASE axis.name
            WHEN 'n_params' THEN model.n_params
            WHEN 'train_step' THEN checkpoint.train_step
            -- Where the step is known its line says the same.
            WHEN 'train_tokens' THEN CASE WHEN checkpoint.train_step IS NULL THEN checkpoint.train_tokens END
            ELSE COALESCE(checkpoint.rlhf_step, 0)
        END AS x
    FROM suspect
    INNER JOIN run ON run.protocol_id = suspect.protocol_id
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    CROSS JOIN axis
    WHERE
        run.is_primary = 1
        AND run.n_examples > 0
        AND (axis.name <> 'n_params' OR model.series IS NOT NULL)
        AND (axis.name NOT IN ('train_step', 'train_tokens') OR COALESCE(checkpoint.rlhf_step, 0) = 0)
),

numbered AS (
    SELECT
        placed.axis AS axis,
        placed.axis_place AS axis_place,
        placed.run_id AS run_id,
        placed.task_id AS task_id,
        placed.series AS series,
        placed.at_model AS at_model,
        placed.at_train_step AS at_train_step,
        placed.at_train_tokens AS at_train_tokens,
        placed.at_rlhf_step AS at_rlhf_step,
        placed.seed AS seed,
        placed.x AS x,
        DENSE_RANK() OVER (
            ORDER BY
                placed.axis NULLS LAST,
                placed.protocol_id NULLS LAST,
                placed.series NULLS LAST,
                placed.at_model NULLS LAST,
                placed.at_train_step NULLS LAST,
                placed.at_train_tokens NULLS LAST,
                placed.at_rlhf_step NULLS LAST,
                placed.seed NULLS LAST,
                placed.variant NULLS LAST
        ) AS line_id
    FROM placed
    WHERE placed.x > 0 OR (placed.x = 0 AND placed.axis = 'rlhf_step')
),

line AS (
    SELECT
        numbered.line_id AS line_id,
        MAX(numbered.axis) AS axis,
        MAX(numbered.axis_place) AS axis_place,
        MAX(numbered.task_id) AS task_id,
        MAX(numbered.series) AS series,
        MAX(numbered.at_model) AS at_model,
        MAX(numbered.at_train_step) AS at_train_step,
        MAX(numbered.at_train_tokens) AS at_train_tokens,
        MAX(numbered.at_rlhf_step) AS at_rlhf_step,
        MAX(numbered.seed) AS seed,
        COUNT(*) AS m
    FROM numbered
    GROUP BY numbered.line_id
    HAVING COUNT(DISTINCT numbered.x) >= 2
),

answered AS (
    SELECT
        line.line_id AS line_id,
        response.example_id AS example_id,
        SUM(CASE WHEN response.status IN ('ok', 'no_alternative') THEN 1 ELSE 0 END) AS n_values
    FROM line
    INNER JOIN numbered ON numbered.line_id = line.line_id
    INNER JOIN response ON response.run_id = numbered.run_id
    GROUP BY line.line_id, response.example_id
),

share AS (
    SELECT
        line.line_id AS line_id,
        SUM(CASE WHEN answered.n_values = line.m THEN 1 ELSE 0 END) AS n_common,
        COUNT(*) AS n_union
    FROM answered
    INNER JOIN line ON line.line_id = answered.line_id
    GROUP BY line.line_id
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
    'over ' || line.axis || ', '
    || CASE WHEN line.at_model IS NULL THEN 'series ' || line.series ELSE model.name END
    || COALESCE(', train_step ' || line.at_train_step, ', train_tokens ' || line.at_train_tokens, '')
    || COALESCE(', rlhf_step ' || line.at_rlhf_step, '')
    || COALESCE(', seed ' || line.seed, '') || ': ' || line.m || ' states share '
    || ROUND(1e2 * share.n_common / share.n_union, 1) || ' %' AS detail
FROM share
INNER JOIN line ON line.line_id = share.line_id
INNER JOIN task ON task.task_id = line.task_id
LEFT JOIN model ON model.model_id = line.at_model
CROSS JOIN params
WHERE CAST(share.n_common AS DOUBLE) / share.n_union < params.least
ORDER BY
    CASE WHEN CAST(share.n_common AS DOUBLE) / share.n_union < params.refuse THEN 0 ELSE 1 END,
    CAST(share.n_common AS DOUBLE) / share.n_union NULLS LAST,
    task.name NULLS LAST,
    line.axis_place NULLS LAST,
    line.line_id NULLS LAST
