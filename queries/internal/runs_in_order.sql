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
    protocol.label NULLS LAST,
    protocol.output_type NULLS LAST,
    protocol.declared NULLS LAST,
    run.engine NULLS LAST,
    run.dtype NULLS LAST,
    run.harness_version NULLS LAST,
    run.task_version NULLS LAST,
    run.selection NULLS LAST,
    run.label NULLS LAST,
    run.evaluated_at NULLS LAST,
    run.run_key NULLS LAST
