-- What each task measures and how its examples hang together, one row per task.
--
-- Default columns: task, family, behavior, more_is, protocols, examples, clusters, runs
-- Columns:
--     task            text      name of the task
--     family          text      tasks that ask the same items in another way; NULL: alone
--     behavior        text      what the task measures; NULL: not said
--     kind            text      capability or behavior; NULL: not said
--     more_is         text      better or worse; NULL: not said
--     cluster_field   text      field of the document that holds the cluster; NULL: none
--     subset_field    text      field that holds the subset; NULL: none
--     truth_field     text      field that holds the ground truth; NULL: none
--     matching_field  text      field that holds the matching choices; NULL: as the source states
--     protocols       count     ways in which it was put
--     examples        count     items as they were put
--     clusters        count     groups of dependent examples
--     runs            count     on this task
-- Source: the tables task, behavior, protocol, example and run.
WITH example_count AS (
    SELECT
        example.task_id,
        COUNT(*) AS examples,
        COUNT(DISTINCT example.cluster) AS clusters
    FROM example
    GROUP BY example.task_id
),

protocol_count AS (
    SELECT
        protocol.task_id,
        COUNT(*) AS protocols
    FROM protocol
    GROUP BY protocol.task_id
),

run_count AS (
    SELECT
        run.task_id,
        COUNT(*) AS runs
    FROM run
    GROUP BY run.task_id
)

SELECT
    task.name AS task,
    task.family,
    behavior.name AS behavior,
    task.kind,
    task.more_is,
    task.cluster_field,
    task.subset_field,
    task.truth_field,
    task.matching_field,
    COALESCE(protocol_count.protocols, 0) AS protocols,
    COALESCE(example_count.examples, 0) AS examples,
    COALESCE(example_count.clusters, 0) AS clusters,
    COALESCE(run_count.runs, 0) AS runs
FROM task
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
LEFT JOIN protocol_count ON protocol_count.task_id = task.task_id
LEFT JOIN example_count ON example_count.task_id = task.task_id
LEFT JOIN run_count ON run_count.task_id = task.task_id
ORDER BY task.name NULLS LAST
