-- Runs with many exact ties between a matching and another choice, one row per run.
--
-- Parameters:
--     most  real  1e-2  largest share of tied examples that is no finding
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  tied
--     n_of    examples  compared
--     detail  text      the share
-- Source: docs/statistics.md 1.3: frac_tied > 0.01 raises a warning; real files with 1000 of 1000 ties were a scoring fault.
WITH tally AS (
    SELECT
        run.run_id,
        measure.n AS n_of,
        CAST(ROUND(measure.frac_tied * measure.n) AS INTEGER) AS n
    FROM run
    CROSS JOIN RUN_MEASURE(run.run_id) AS measure
)

SELECT
    'many exact ties between a matching and another choice' AS fault,
    task.name AS task,
    tally.run_id,
    run.ref,
    tally.n,
    tally.n_of,
    ROUND(1e2 * tally.n / tally.n_of, 1) || ' % tied' AS detail
FROM tally
INNER JOIN run ON run.run_id = tally.run_id
INNER JOIN task ON task.task_id = run.task_id
WHERE tally.n > :most * tally.n_of
ORDER BY
    CAST(tally.n AS DOUBLE) / tally.n_of DESC NULLS LAST,
    task.name NULLS LAST,
    run.ref NULLS LAST,
    tally.run_id NULLS LAST
