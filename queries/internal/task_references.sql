-- Who was asked which task, one row per task or group and reference.
--
-- Parameters:
--     task      names  none  only these tasks or groups
--     behavior  names  none  only tasks of these behaviors
-- Columns:
--     task  text  name of the task or group
--     ref   text  what the harness calls the checkpoint
WITH asked AS (
    SELECT
        task.name AS task,
        behavior.name AS behavior,
        run.ref
    FROM run
    INNER JOIN task ON task.task_id = run.task_id
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    UNION
    SELECT
        reported_metric.name AS task,
        NULL AS behavior,
        reported_metric.ref
    FROM reported_metric
    WHERE reported_metric.is_group = 1
)

SELECT
    asked.task,
    asked.ref
FROM asked
WHERE IS_ASKED(asked.task, :task) AND IS_ASKED(asked.behavior, :behavior)
ORDER BY asked.task NULLS LAST, asked.ref NULLS LAST
