-- The lines that a query on trends is about, read task by task; they stand before the views of the same names, and
-- params is the query's own. trend_line is the view's text over this trend_state. For queries that look at no line but
-- those of the task and behavior asked for.
WITH params AS (
    SELECT
        'n_params' AS axis,
        NULL AS task,
        NULL AS behavior
),

-- Heavy step: the same rows as the views'.

asked_task AS (
    SELECT task.task_id AS task_id
    FROM params
    CROSS JOIN task
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    WHERE
        (
            params.task IS NULL OR task.name = params.task
            OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
        )
        AND (params.behavior IS NULL OR behavior.name = params.behavior)
),

-- A task at a time; where many are asked for, all at once (NULL).
part AS (
    SELECT asked_task.task_id AS task_id
    FROM asked_task
    WHERE (SELECT COUNT(*) FROM asked_task AS counted) * 4 < (SELECT COUNT(*) FROM task)
    UNION ALL
    SELECT NULL AS task_id
    WHERE (SELECT COUNT(*) FROM asked_task AS counted) * 4 >= (SELECT COUNT(*) FROM task)
),

trend_state AS (
    SELECT of_task.*
    FROM params
    CROSS JOIN part
    CROSS JOIN TREND_STATE_OF(params.axis, part.task_id) AS of_task
    WHERE of_task.task_id IN (SELECT asked_task.task_id FROM asked_task)
),

trend_noise_run AS (
    SELECT of_task.*
    FROM part
    CROSS JOIN TREND_NOISE_RUN_OF(part.task_id) AS of_task
    WHERE of_task.task_id IN (SELECT asked_task.task_id FROM asked_task)
)

-- Heavy step ends.
SELECT
    trend_state.line AS line,
    trend_noise_run.unit AS unit
FROM trend_state
INNER JOIN trend_noise_run ON trend_noise_run.run_id = trend_state.run_id
