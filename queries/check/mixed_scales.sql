-- Reported values of one task and metric on both sides of 1, where the metric is a share, one row per task, metric and
-- filter.
--
-- Columns:
--     fault   text    what is wrong; rows of one fault are one finding
--     task    text    name of the task or group
--     run_id  id      NULL: values of several runs
--     ref     text    NULL: every checkpoint
--     n       values  above 1
--     n_of    values  of the task, metric and filter
--     detail  text    the metric, its smallest and its largest value
SELECT
    'values of one share on both sides of 1: shares and percentages mixed?' AS fault,
    reported_metric.name AS task,
    NULL AS run_id,
    NULL AS ref,
    SUM(reported_metric.value > 1e0) AS n,
    COUNT(*) AS n_of,
    reported_metric.metric || ' from ' || PRINTF('%.4g', MIN(reported_metric.value)) || ' to '
    || PRINTF('%.4g', MAX(reported_metric.value)) AS detail
FROM reported_metric
INNER JOIN share_metric ON share_metric.metric = reported_metric.metric
WHERE reported_metric.value IS NOT NULL
GROUP BY reported_metric.name, reported_metric.metric, reported_metric.filter_name
HAVING MAX(reported_metric.value) > 1e0 AND MIN(reported_metric.value) BETWEEN 0e0 AND 1e0
ORDER BY reported_metric.name NULLS LAST, reported_metric.metric NULLS LAST
