-- Which cells of checkpoint, task and protocol hold results, one row per cell, the empty ones included.
--
-- Parameters:
--     task        names    none  only these tasks
--     series      names    none  only models of these series
--     model       names    none  only these models
--     train_step  numbers  none  only checkpoints at these train steps
--     rlhf_step   numbers  none  only checkpoints at these RLHF steps
--     seed        numbers  none  only checkpoints of these seeds
--     missing     boolean  0     1: only the cells without a run
-- Default columns: model, train_step, rlhf_step, seed, variant, task, protocol, n_runs, n_partial, n_examples,
--     n_ok, share_of_asked
-- Columns:
--     model          text        name of the model
--     series         text        models made alike; NULL: unknown
--     n_params       parameters  NULL: unknown
--     train_step     steps       NULL: unknown
--     rlhf_step      steps       NULL: unknown
--     seed           number      NULL: unknown
--     variant        text        tells checkpoints apart whose coordinates agree; empty: the plain one
--     task           text        name of the task
--     protocol       text        how the task was put
--     num_fewshot    shots       NULL: unknown
--     n_runs         runs        0: nobody evaluated this cell
--     n_partial      runs        of them not whole
--     primary_run    id          the run that metrics and trends use; NULL: none
--     n_examples     examples    stored in the primary run; NULL: none
--     n_ok           examples    of them with two sides to compare; NULL: none
--     n_asked        examples    that any checkpoint answered under this protocol
--     share_of_asked  share      n_examples / n_asked; NULL: no primary run
WITH asked AS (
    SELECT
        protocol_example.protocol_id,
        COUNT(*) AS n_asked
    FROM protocol_example
    GROUP BY protocol_example.protocol_id
),

measured AS (
    SELECT
        run.checkpoint_id,
        run.protocol_id,
        COUNT(*) AS n_runs,
        SUM(CASE WHEN run.partial IS NULL THEN 0 ELSE 1 END) AS n_partial,
        MAX(CASE WHEN run.is_primary = 1 THEN run.run_id END) AS primary_run,
        MAX(CASE WHEN run.is_primary = 1 THEN run.n_examples END) AS n_examples,
        MAX(CASE WHEN run.is_primary = 1 THEN run.n_ok END) AS n_ok
    FROM run
    GROUP BY run.checkpoint_id, run.protocol_id
)

SELECT
    checkpoint.model,
    checkpoint.series,
    checkpoint.n_params,
    checkpoint.train_step,
    checkpoint.rlhf_step,
    checkpoint.seed,
    checkpoint.variant,
    task.name AS task,
    protocol.label AS protocol,
    protocol.num_fewshot,
    COALESCE(measured.n_runs, 0) AS n_runs,
    COALESCE(measured.n_partial, 0) AS n_partial,
    measured.primary_run,
    measured.n_examples,
    measured.n_ok,
    COALESCE(asked.n_asked, 0) AS n_asked,
    CAST(measured.n_examples AS DOUBLE) / NULLIF(CAST(asked.n_asked AS DOUBLE), 0e0) AS share_of_asked
FROM protocol
INNER JOIN task ON task.task_id = protocol.task_id
CROSS JOIN checkpoint_point AS checkpoint
LEFT JOIN measured
    ON measured.checkpoint_id = checkpoint.checkpoint_id AND measured.protocol_id = protocol.protocol_id
LEFT JOIN asked ON asked.protocol_id = protocol.protocol_id
WHERE
    IS_ASKED(task.name, :task)
    AND IS_ASKED(checkpoint.series, :series)
    AND IS_ASKED(checkpoint.model, :model)
    AND IS_ASKED(checkpoint.train_step, :train_step)
    AND IS_ASKED(checkpoint.rlhf_step, :rlhf_step)
    AND IS_ASKED(checkpoint.seed, :seed)
    AND (:missing = 0 OR measured.n_runs IS NULL)
ORDER BY
    task.name NULLS LAST,
    protocol.label NULLS LAST,
    protocol.comparability_key NULLS LAST,
    checkpoint.place,
    checkpoint.variant NULLS LAST
