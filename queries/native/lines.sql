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

task_of_lines AS (
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
lines_to_read AS (
    SELECT task_of_lines.task_id AS task_id
    FROM task_of_lines
    WHERE (SELECT COUNT(*) FROM task_of_lines AS counted) * 4 < (SELECT COUNT(*) FROM task)
    UNION ALL
    SELECT NULL AS task_id
    WHERE (SELECT COUNT(*) FROM task_of_lines AS counted) * 4 >= (SELECT COUNT(*) FROM task)
),

trend_state AS (
    SELECT of_task.*
    FROM params
    CROSS JOIN lines_to_read
    CROSS JOIN TREND_STATE_OF(params.axis, lines_to_read.task_id) AS of_task
    WHERE of_task.task_id IN (SELECT task_of_lines.task_id FROM task_of_lines)
),

trend_noise_run AS (
    SELECT of_task.*
    FROM lines_to_read
    CROSS JOIN TREND_NOISE_RUN_OF(lines_to_read.task_id) AS of_task
    WHERE of_task.task_id IN (SELECT task_of_lines.task_id FROM task_of_lines)
)

-- Heavy step ends.
SELECT
    trend_state.line AS line,
    trend_noise_run.unit AS unit
FROM trend_state
INNER JOIN trend_noise_run ON trend_noise_run.run_id = trend_state.run_id
