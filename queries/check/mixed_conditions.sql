-- Runs of one task and protocol that were computed under other conditions than most, one row per run and condition.
--
-- Columns:
--     fault   text  what is wrong; rows of one fault are one finding
--     task    text  name of the task
--     run_id  id    the run in this warehouse
--     ref     text  what the harness calls the checkpoint
--     n       runs  under this condition
--     n_of    runs  of the task and protocol whose condition is known
--     detail  text  the two conditions
-- Source: docs/statistics.md 5: not in the comparability key but recorded, with warnings when they differ: dtype, engine.
WITH condition AS (
    SELECT
        'dtype' AS name,
        run.run_id,
        run.protocol_id,
        run.dtype AS value
    FROM run
    WHERE run.is_primary = 1 AND run.n_examples > 0 AND run.dtype IS NOT NULL
    UNION ALL
    SELECT
        'engine' AS name,
        run.run_id,
        run.protocol_id,
        run.engine AS value
    FROM run
    WHERE run.is_primary = 1 AND run.n_examples > 0 AND run.engine IS NOT NULL
),

tally AS (
    SELECT
        condition.name,
        condition.protocol_id,
        condition.value,
        COUNT(*) AS n
    FROM condition
    GROUP BY condition.name, condition.protocol_id, condition.value
),

ranked AS (
    SELECT
        tally.*,
        SUM(tally.n) OVER (PARTITION BY tally.name, tally.protocol_id) AS n_of,
        FIRST_VALUE(tally.value) OVER (
            PARTITION BY tally.name, tally.protocol_id
            ORDER BY tally.n DESC NULLS LAST, tally.value NULLS LAST
        ) AS commonest
    FROM tally
)

SELECT
    condition.name || ' other than that of most runs of the task' AS fault,
    task.name AS task,
    run.run_id,
    run.ref,
    ranked.n,
    ranked.n_of,
    ranked.value || ', most runs ' || ranked.commonest AS detail
FROM ranked
INNER JOIN condition
    ON
        condition.name = ranked.name
        AND condition.protocol_id = ranked.protocol_id
        AND condition.value = ranked.value
INNER JOIN run ON run.run_id = condition.run_id
INNER JOIN task ON task.task_id = run.task_id
WHERE ranked.value <> ranked.commonest
ORDER BY condition.name NULLS LAST, task.name NULLS LAST, run.ref NULLS LAST, run.run_id NULLS LAST
