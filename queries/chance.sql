-- What a uniform guess scores, one row per task and protocol.
--
-- Parameters:
--     task      text  none  only this task; % stands for any text
--     behavior  text  none  only tasks of this behavior
-- Columns:
--     task           text      name of the task
--     behavior       text      what the task measures; NULL: not said
--     protocol       text      how the task was put
--     num_fewshot    shots     NULL: unknown
--     n              examples  with two choices or more, of which some match and some do not
--     n_left_out     examples  the others
--     min_choices    choices   fewest of an example; NULL: n is 0
--     max_choices    choices   most of an example; NULL: n is 0
--     chance_credit  share     mean of matching / choices, which is fraction exceeding with its ties split; NULL: n is 0
--     chance_nll     nats      mean of -ln (matching / choices); NULL: n is 0
-- Source: Inverse Scaling Prize: means over the examples, not functions of the mean number of choices.
WITH params AS (
    SELECT
        :task AS task,
        :behavior AS behavior
),

asked_example AS (
    SELECT
        protocol.protocol_id,
        example.n_choices,
        COALESCE(JSON_ARRAY_LENGTH(example.matching), 0) AS n_matching
    FROM protocol
    INNER JOIN protocol_example ON protocol_example.protocol_id = protocol.protocol_id
    INNER JOIN example ON example.example_id = protocol_example.example_id
),

protocol_chance AS (
    SELECT
        asked_example.protocol_id,
        SUM(
            CASE WHEN asked_example.n_matching BETWEEN 1 AND asked_example.n_choices - 1 THEN 1 ELSE 0 END
        ) AS n,
        COUNT(*) AS n_asked,
        MIN(
            CASE
                WHEN asked_example.n_matching BETWEEN 1 AND asked_example.n_choices - 1
                    THEN asked_example.n_choices
            END
        ) AS min_choices,
        MAX(
            CASE
                WHEN asked_example.n_matching BETWEEN 1 AND asked_example.n_choices - 1
                    THEN asked_example.n_choices
            END
        ) AS max_choices,
        AVG(
            CASE
                WHEN asked_example.n_matching BETWEEN 1 AND asked_example.n_choices - 1
                    THEN CAST(asked_example.n_matching AS DOUBLE) / asked_example.n_choices
            END
        ) AS chance_credit,
        AVG(
            CASE
                WHEN asked_example.n_matching BETWEEN 1 AND asked_example.n_choices - 1
                    THEN LN(CAST(asked_example.n_choices AS DOUBLE) / asked_example.n_matching)
            END
        ) AS chance_nll
    FROM asked_example
    GROUP BY asked_example.protocol_id
)

SELECT
    task.name AS task,
    behavior.name AS behavior,
    protocol.label AS protocol,
    protocol.num_fewshot,
    protocol_chance.n,
    protocol_chance.n_asked - protocol_chance.n AS n_left_out,
    protocol_chance.min_choices,
    protocol_chance.max_choices,
    protocol_chance.chance_credit,
    protocol_chance.chance_nll
FROM params
INNER JOIN task
    ON
        params.task IS NULL OR task.name = params.task
        OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
INNER JOIN protocol ON protocol.task_id = task.task_id
INNER JOIN protocol_chance ON protocol_chance.protocol_id = protocol.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE params.behavior IS NULL OR behavior.name = params.behavior
ORDER BY
    task.name NULLS LAST,
    protocol.label NULLS LAST,
    protocol.comparability_key NULLS LAST
