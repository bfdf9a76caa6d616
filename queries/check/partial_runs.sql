-- Runs with part of their examples or of what was said of them, one row per run and reason.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  stored
--     n_of    examples  that the source says it evaluated; NULL: it does not say
--     detail  text      how they were chosen, or where from
WITH reason (partial, name) AS (
    VALUES
    ('no_results', 'samples without their results'),
    ('limit', 'evaluated under a limit'),
    ('selection', 'evaluated on a selection of the examples'),
    ('rejected_lines', 'lines of the samples file were set aside'),
    ('fewer', 'fewer examples stored than the source says it evaluated')
)

SELECT
    reason.name AS fault,
    task.name AS task,
    run.run_id,
    run.ref,
    run.n_examples AS n,
    run.n_expected AS n_of,
    CASE
        WHEN run.selection <> '' THEN run.selection
        WHEN run.partial = 'no_results' THEN 'samples: ' || samples_file.name
        WHEN samples_file.n_rejected > 0 THEN samples_file.n_rejected || ' lines of ' || samples_file.name
        ELSE (run.n_expected - run.n_examples) || ' missing'
    END AS detail
FROM run
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
INNER JOIN task ON task.task_id = run.task_id
INNER JOIN reason
    ON reason.partial = COALESCE(run.partial, CASE WHEN run.n_examples < run.n_expected THEN 'fewer' END)
LEFT JOIN source_file AS samples_file ON samples_file.source_file_id = run.samples_file_id
WHERE protocol.output_type <> 'reported'
ORDER BY reason.name NULLS LAST, task.name NULLS LAST, run.ref NULLS LAST, run.run_id NULLS LAST
