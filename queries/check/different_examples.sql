-- Whole runs that lack examples which other runs of their task and protocol have, one row per primary run.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  that it lacks
--     n_of    examples  of all whole runs of the task and protocol
--     detail  text      the examples
-- Source: STATISTICS.md 5: same-named sets differ, and long prompts are dropped by models of a small context.
WITH asked AS (
    SELECT
        protocol_example.protocol_id AS protocol_id,
        COUNT(*) AS n
    FROM protocol_example
    GROUP BY protocol_example.protocol_id
),

-- Protocols of which a whole run has fewer examples than were ever asked.
suspect AS (
    SELECT DISTINCT run.protocol_id AS protocol_id
    FROM run
    INNER JOIN asked ON asked.protocol_id = run.protocol_id
    WHERE
        run.is_primary = 1
        AND COALESCE(run.partial, 'no_results') = 'no_results'
        AND run.n_examples < asked.n
),

whole_run AS (
    SELECT
        run.run_id AS run_id,
        run.protocol_id AS protocol_id,
        run.task_id AS task_id,
        run.ref AS ref
    FROM suspect
    INNER JOIN run ON run.protocol_id = suspect.protocol_id
    WHERE run.is_primary = 1 AND run.n_examples > 0 AND COALESCE(run.partial, 'no_results') = 'no_results'
),

answered AS (
    SELECT
        whole_run.protocol_id AS protocol_id,
        whole_run.run_id AS run_id,
        response.example_id AS example_id
    FROM whole_run
    INNER JOIN response ON response.run_id = whole_run.run_id
    UNION
    SELECT
        whole_run.protocol_id AS protocol_id,
        whole_run.run_id AS run_id,
        score.example_id AS example_id
    FROM whole_run
    INNER JOIN score ON score.run_id = whole_run.run_id
),

known AS (
    SELECT
        answered.protocol_id AS protocol_id,
        COUNT(DISTINCT answered.example_id) AS n
    FROM answered
    GROUP BY answered.protocol_id
),

held AS (
    SELECT
        answered.run_id AS run_id,
        COUNT(*) AS n
    FROM answered
    GROUP BY answered.run_id
)

SELECT
    'examples missing that other checkpoints have under the same task name' AS fault,
    task.name AS task,
    whole_run.run_id AS run_id,
    whole_run.ref AS ref,
    known.n - held.n AS n,
    known.n AS n_of,
    'lacks ' || (known.n - held.n) || ' of ' || known.n || ' examples' AS detail
FROM whole_run
INNER JOIN held ON held.run_id = whole_run.run_id
INNER JOIN known ON known.protocol_id = whole_run.protocol_id
INNER JOIN task ON task.task_id = whole_run.task_id
WHERE held.n < known.n
ORDER BY
    known.n - held.n DESC NULLS LAST,
    task.name NULLS LAST,
    whole_run.ref NULLS LAST,
    whole_run.run_id NULLS LAST
