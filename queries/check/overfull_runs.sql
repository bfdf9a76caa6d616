-- Runs with more examples than their source says it evaluated, one row per run.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  stored
--     n_of    examples  that the source says it evaluated
--     detail  text      the samples file
-- Source: lm-eval's --predict_only says 0 of any number: that is no claim.
SELECT
    'more examples than the source says it evaluated' AS fault,
    task.name AS task,
    run.run_id,
    run.ref,
    run.n_examples AS n,
    run.n_expected AS n_of,
    'samples: ' || source_file.name AS detail
FROM run
INNER JOIN task ON task.task_id = run.task_id
LEFT JOIN source_file ON source_file.source_file_id = run.samples_file_id
WHERE run.n_expected > 0 AND run.n_examples > run.n_expected
ORDER BY task.name NULLS LAST, run.ref NULLS LAST, run.run_id NULLS LAST
