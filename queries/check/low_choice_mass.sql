-- Runs that give almost no probability to any of the choices, one row per run.
--
-- Parameters:
--     least  real  1e-2  smallest mean choice mass that is no finding
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  whose own choice mass is below the limit
--     n_of    examples  compared
--     detail  text      the mean choice mass
-- Source: docs/statistics.md 1.2: a small choice mass says that the model would not answer in this format; of real series
--     the smallest is 0.009. The limit of 1 % is issue 3's.
WITH tally AS (
    SELECT
        run.run_id,
        measure.n AS n_of,
        measure.mean_choice_mass,
        (
            SELECT SUM(EXP(response.lse_matching) + EXP(response.lse_other) < :least)
            FROM response
            WHERE response.run_id = run.run_id AND response.status = 'ok'
        ) AS n
    FROM run
    CROSS JOIN RUN_MEASURE(run.run_id) AS measure
    WHERE measure.mean_choice_mass < :least
)

SELECT
    'almost no probability on any of the choices' AS fault,
    task.name AS task,
    tally.run_id,
    run.ref,
    tally.n,
    tally.n_of,
    'mean choice mass ' || PRINTF('%.2g', tally.mean_choice_mass) AS detail
FROM tally
INNER JOIN run ON run.run_id = tally.run_id
INNER JOIN task ON task.task_id = run.task_id
ORDER BY tally.mean_choice_mass NULLS LAST, task.name NULLS LAST, run.ref NULLS LAST, tally.run_id NULLS LAST
