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
-- Source: STATISTICS.md 1.1 and 1.2: the status of an example; an infinite log-odds leaves the mean log-odds undefined.
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
        response.run_id AS run_id,
        CASE WHEN response.status = 'ok' THEN 'infinite' ELSE response.status END AS status,
        COUNT(*) AS n
    FROM response
    WHERE
        response.status IN ('nan', 'all_neg_inf', 'positive_logprob', 'missing_choice')
        OR ABS(response.logodds) = 9e999
    GROUP BY response.run_id, CASE WHEN response.status = 'ok' THEN 'infinite' ELSE response.status END
)

SELECT
    fault.name AS fault,
    task.name AS task,
    tally.run_id AS run_id,
    run.ref AS ref,
    tally.n AS n,
    run.n_examples AS n_of,
    fault.detail AS detail
FROM tally
INNER JOIN fault ON fault.status = tally.status
INNER JOIN run ON run.run_id = tally.run_id
INNER JOIN task ON task.task_id = run.task_id
ORDER BY
    fault.place NULLS LAST,
    tally.n DESC NULLS LAST,
    task.name NULLS LAST,
    run.ref NULLS LAST,
    tally.run_id NULLS LAST
