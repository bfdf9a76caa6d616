-- Per-example scores of the harness that its own rule does not give on the stored log-probs, one row per run and metric.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  whose score differs
--     n_of    examples  whose score was recomputed
--     detail  text      the metric and its largest difference
-- Source: docs/design.md: reconciling recomputes by the harness's rule. The comparison was made at ingest (score_check).
SELECT
    'scores of single examples that their log-probs do not give' AS fault,
    task.name AS task,
    score_check.run_id,
    run.ref,
    score_check.n_differs AS n,
    score_check.n_equal + score_check.n_differs AS n_of,
    score_check.metric || COALESCE(', largest difference ' || PRINTF('%.3g', score_check.max_difference), '')
        AS detail
FROM score_check
INNER JOIN run ON run.run_id = score_check.run_id
INNER JOIN task ON task.task_id = run.task_id
WHERE score_check.n_differs > 0
ORDER BY
    score_check.n_differs DESC NULLS LAST,
    task.name NULLS LAST,
    run.ref NULLS LAST,
    score_check.run_id NULLS LAST,
    score_check.metric NULLS LAST
