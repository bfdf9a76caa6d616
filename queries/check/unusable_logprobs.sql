-- Log-probs that no mean can use, one row per run and fault.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  with this fault
--     n_of    examples  of the run
--     detail  text      what becomes of them
-- Source: docs/statistics.md 1.1 and 1.2: the status of an example; an infinite log-odds leaves the mean log-odds undefined.
WITH fault (status, place, name, detail) AS (
    VALUES
    ('nan', 1, 'log-probs that are not a number', 'excluded'),
    ('all_neg_inf', 2, 'every choice at -inf', 'excluded'),
    ('positive_logprob', 3, 'log-probs above zero', 'excluded'),
    ('missing_choice', 4, 'choices without a log-prob', 'excluded'),
    ('infinite', 5, 'log-odds that are infinite', 'one side has no probability')
),

tally AS (
    SELECT
        run.run_id,
        fault.status,
        CASE fault.status
            WHEN 'nan' THEN measure.n_nan
            WHEN 'all_neg_inf' THEN measure.n_all_neg_inf
            WHEN 'positive_logprob' THEN measure.n_positive_logprob
            WHEN 'missing_choice' THEN measure.n_missing_choice
            ELSE measure.n_inf
        END AS n
    FROM run
    CROSS JOIN RUN_MEASURE(run.run_id) AS measure
    CROSS JOIN fault
)

SELECT
    fault.name AS fault,
    task.name AS task,
    tally.run_id,
    run.ref,
    tally.n,
    run.n_examples AS n_of,
    fault.detail
FROM tally
INNER JOIN fault ON fault.status = tally.status
INNER JOIN run ON run.run_id = tally.run_id
INNER JOIN task ON task.task_id = run.task_id
WHERE tally.n > 0
ORDER BY
    fault.place NULLS LAST,
    tally.n DESC NULLS LAST,
    task.name NULLS LAST,
    run.ref NULLS LAST,
    tally.run_id NULLS LAST
