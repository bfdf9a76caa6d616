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

trend_state AS (
    SELECT of_task.*
    FROM params
    CROSS JOIN task
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    CROSS JOIN TREND_STATE_OF(params.axis, task.task_id) AS of_task
    WHERE
        (
            params.task IS NULL OR task.name = params.task
            OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
        )
        AND (params.behavior IS NULL OR behavior.name = params.behavior)
),

trend_noise_run AS (
    SELECT of_task.*
    FROM (
        SELECT DISTINCT trend_state.task_id AS task_id
        FROM trend_state
    ) AS asked
    CROSS JOIN TREND_NOISE_RUN_OF(asked.task_id) AS of_task
)

-- Heavy step ends.
SELECT
    trend_state.line AS line,
    trend_noise_run.unit AS unit
FROM trend_state
INNER JOIN trend_noise_run ON trend_noise_run.run_id = trend_state.run_id
