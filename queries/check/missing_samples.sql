-- Runs of which only the results are here, one row per run.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  stored: none
--     n_of    examples  that the source says it evaluated; NULL: it does not say
--     detail  text      the results file
SELECT
    'results without their samples' AS fault,
    task.name AS task,
    run.run_id,
    run.ref,
    run.n_examples AS n,
    run.n_expected AS n_of,
    'results: ' || source_file.name AS detail
FROM run
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
INNER JOIN task ON task.task_id = run.task_id
LEFT JOIN source_file ON source_file.source_file_id = run.results_file_id
WHERE run.partial = 'no_samples' AND protocol.output_type <> 'reported'
ORDER BY task.name NULLS LAST, run.ref NULLS LAST, run.run_id NULLS LAST
