-- Whole runs whose examples are not those that most runs of their task have, one row per primary run.
--
-- The common set is that of most whole runs of the task, whatever the protocol; without a most, all examples of the
-- run's own protocol together.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  that it lacks, or has beyond the common set where it lacks none
--     n_of    examples  of the common set
--     detail  text      the examples
-- Source: docs/statistics.md 5: same-named sets differ, and long prompts are dropped by models of a small context.
WITH asked AS (
    SELECT
        protocol_example.protocol_id,
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
        run.run_id,
        run.protocol_id,
        run.task_id,
        run.ref,
        suspect.protocol_id IS NOT NULL AS is_suspect
    FROM run
    LEFT JOIN suspect ON suspect.protocol_id = run.protocol_id
    WHERE
        run.is_primary = 1
        AND run.n_examples > 0
        AND COALESCE(run.partial, 'no_results') = 'no_results'
        AND run.task_id IN (
            SELECT protocol.task_id FROM protocol
            INNER JOIN suspect AS doubtful ON doubtful.protocol_id = protocol.protocol_id
        )
),

-- A document and which of its copies; the question is the document as it was put.
answered AS (
    SELECT
        held.run_id,
        held.protocol_id,
        example.item_hash || '.' || example.copy AS item,
        example.question_hash AS question
    FROM (
        SELECT
            whole_run.run_id,
            whole_run.protocol_id,
            response.example_id
        FROM whole_run
        INNER JOIN response ON response.run_id = whole_run.run_id
        UNION
        SELECT
            whole_run.run_id,
            whole_run.protocol_id,
            score.example_id
        FROM whole_run
        INNER JOIN score ON score.run_id = whole_run.run_id
    ) AS held
    INNER JOIN example ON example.example_id = held.example_id
),

outline AS (
    SELECT
        ordered.run_id,
        COUNT(*) AS n,
        GROUP_CONCAT(ordered.item) AS items
    FROM (
        SELECT answered.* FROM answered
        ORDER BY answered.run_id NULLS LAST, answered.item NULLS LAST
    ) AS ordered
    GROUP BY ordered.run_id
),

popular AS (
    SELECT
        whole_run.task_id,
        MIN(whole_run.run_id) AS run_id,
        COUNT(*) AS n_runs,
        ROW_NUMBER() OVER most_first AS place,
        LEAD(COUNT(*), 1, 1) OVER most_first AS n_runs_next
    FROM outline
    INNER JOIN whole_run ON whole_run.run_id = outline.run_id
    GROUP BY whole_run.task_id, outline.items
    WINDOW
        most_first AS (
            PARTITION BY whole_run.task_id
            ORDER BY COUNT(*) DESC NULLS LAST, MIN(whole_run.run_id) NULLS LAST
        )
),

-- The run that has the common set; NULL: as many runs have another.
suspect_task AS (
    SELECT DISTINCT
        whole_run.protocol_id,
        popular.run_id AS common_run_id
    FROM whole_run
    LEFT JOIN popular
        ON
            popular.task_id = whole_run.task_id
            AND popular.place = 1
            AND popular.n_runs > popular.n_runs_next
    WHERE whole_run.is_suspect
),

common AS (
    SELECT
        suspect_task.protocol_id,
        answered.item,
        answered.question
    FROM suspect_task
    INNER JOIN answered ON answered.run_id = suspect_task.common_run_id
    UNION
    SELECT
        suspect_task.protocol_id,
        answered.item,
        answered.question
    FROM suspect_task
    INNER JOIN answered ON answered.protocol_id = suspect_task.protocol_id
    WHERE suspect_task.common_run_id IS NULL
),

lacking AS (
    SELECT
        whole_run.run_id,
        COUNT(*) AS n_of,
        SUM(own.item IS NULL) AS n,
        SUM(own.item IS NOT NULL) AS n_shared,
        SUM(
            own.item IS NULL
            AND EXISTS (
                SELECT 1 FROM answered
                WHERE answered.run_id = whole_run.run_id AND answered.question = common.question
            )
        ) AS n_same_question
    FROM whole_run
    INNER JOIN common ON common.protocol_id = whole_run.protocol_id
    LEFT JOIN answered AS own ON own.run_id = whole_run.run_id AND own.item = common.item
    WHERE whole_run.is_suspect
    GROUP BY whole_run.run_id
)

SELECT
    CASE
        WHEN lacking.n = 0 THEN 'examples that most runs under the same task name do not have'
        WHEN lacking.n_same_question = lacking.n THEN 'the same questions from documents that differ'
        ELSE 'examples missing that other checkpoints have under the same task name'
    END AS fault,
    task.name AS task,
    whole_run.run_id,
    whole_run.ref,
    CASE WHEN lacking.n > 0 THEN lacking.n ELSE outline.n - lacking.n_shared END AS n,
    lacking.n_of,
    CASE
        WHEN lacking.n = 0
            THEN
                'has ' || (outline.n - lacking.n_shared) || ' beyond the ' || lacking.n_of
                || ' examples of most runs'
        WHEN lacking.n_same_question = lacking.n
            THEN
                lacking.n || ' of ' || lacking.n_of
                || ' documents differ; the prompts of the questions agree'
        ELSE
            'lacks ' || lacking.n || ' of ' || lacking.n_of || ' examples'
            || CASE
                WHEN lacking.n_same_question > 0
                    THEN
                        ', ' || lacking.n_same_question
                        || ' of them for another document of the same question'
                ELSE ''
            END
    END AS detail
FROM lacking
INNER JOIN whole_run ON whole_run.run_id = lacking.run_id
INNER JOIN outline ON outline.run_id = lacking.run_id
INNER JOIN task ON task.task_id = whole_run.task_id
WHERE lacking.n > 0 OR outline.n > lacking.n_shared
ORDER BY
    lacking.n DESC NULLS LAST,
    task.name NULLS LAST,
    whole_run.ref NULLS LAST,
    whole_run.run_id NULLS LAST
