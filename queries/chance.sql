-- What a uniform guess scores, one row per task and protocol.
--
-- Parameters:
--     task      names  none  only these tasks
--     behavior  names  none  only tasks of these behaviors
-- Default columns: task, protocol, n, min_choices, max_choices, chance_credit, chance_nll
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
WITH asked_example AS (
    SELECT
        protocol_example.protocol_id,
        example.n_choices,
        1e0 * JSON_ARRAY_LENGTH(example.matching) / example.n_choices AS share,
        COALESCE(JSON_ARRAY_LENGTH(example.matching) BETWEEN 1 AND example.n_choices - 1, 0) AS is_compared
    FROM protocol_example
    INNER JOIN example ON example.example_id = protocol_example.example_id
),

protocol_chance AS (
    SELECT
        e.protocol_id,
        SUM(e.is_compared) AS n,
        COUNT(*) AS n_asked,
        MIN(e.n_choices) FILTER (WHERE e.is_compared) AS min_choices,
        MAX(e.n_choices) FILTER (WHERE e.is_compared) AS max_choices,
        AVG(e.share) FILTER (WHERE e.is_compared) AS chance_credit,
        AVG(-LN(e.share)) FILTER (WHERE e.is_compared) AS chance_nll
    FROM asked_example AS e
    GROUP BY e.protocol_id
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
FROM protocol_chance
INNER JOIN protocol ON protocol.protocol_id = protocol_chance.protocol_id
INNER JOIN task ON task.task_id = protocol.task_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE IS_ASKED(task.name, :task) AND IS_ASKED(behavior.name, :behavior)
ORDER BY
    task.name NULLS LAST,
    protocol.label NULLS LAST,
    protocol.comparability_key NULLS LAST
