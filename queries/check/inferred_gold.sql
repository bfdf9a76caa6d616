-- Tasks whose matching choice was worked out from the harness's own score, one row per task and protocol.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        NULL: every run of the task
--     ref     text      NULL: every checkpoint
--     n       examples  whose matching choice was inferred
--     n_of    examples  asked under the protocol
--     detail  text      the protocol
-- Source: docs/design.md: a gold inferred from a score is marked and never counts as agreement.
SELECT
    'the matching choice was inferred from the harness''s score' AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    SUM(CASE WHEN example.matching_source = 'score' THEN 1 ELSE 0 END) AS n,
    COUNT(*) AS n_of,
    protocol.label AS detail
FROM protocol
INNER JOIN protocol_example ON protocol_example.protocol_id = protocol.protocol_id
INNER JOIN example ON example.example_id = protocol_example.example_id
INNER JOIN task ON task.task_id = protocol.task_id
GROUP BY protocol.protocol_id, task.name, protocol.label
HAVING SUM(CASE WHEN example.matching_source = 'score' THEN 1 ELSE 0 END) > 0
ORDER BY task.name NULLS LAST, protocol.label NULLS LAST
