-- Every run in an order that does not depend on when it was ingested, one row per run.
--
-- Columns:
--     run_id  id  the run in this warehouse
SELECT run.run_id AS run_id
FROM run
INNER JOIN task ON task.task_id = run.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
ORDER BY
    run.ref NULLS LAST,
    task.name NULLS LAST,
    protocol.comparability_key NULLS LAST,
    run.run_key NULLS LAST
