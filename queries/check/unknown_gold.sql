-- Multiple-choice tasks with examples of which nobody says which choice matches, one row per task and protocol.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        NULL: every run of the task
--     ref     text      NULL: every checkpoint
--     n       examples  without a usable matching choice
--     n_of    examples  asked under the protocol
--     detail  text      the protocol
-- Source: docs/statistics.md 1.1: without a matching choice an example has no metric (invalid_match).
SELECT
    'examples without a known matching choice' AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    SUM(CASE WHEN example.matching IS NULL OR example.matching = '[]' THEN 1 ELSE 0 END) AS n,
    COUNT(*) AS n_of,
    protocol.label AS detail
FROM protocol
INNER JOIN protocol_example ON protocol_example.protocol_id = protocol.protocol_id
INNER JOIN example ON example.example_id = protocol_example.example_id
INNER JOIN task ON task.task_id = protocol.task_id
WHERE protocol.output_type = 'multiple_choice'
GROUP BY protocol.protocol_id, task.name, protocol.label
HAVING SUM(CASE WHEN example.matching IS NULL OR example.matching = '[]' THEN 1 ELSE 0 END) > 0
ORDER BY task.name NULLS LAST, protocol.label NULLS LAST
