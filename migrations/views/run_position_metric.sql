-- One row per run and answer position: where does the one matching choice stand? A model that leans to the
-- first answer shows here.
CREATE VIEW run_position_metric AS
SELECT
    run.task_id,
    run.run_id,
    JSON_EXTRACT(example.matching, '$[0]') AS position,
    COUNT(*) AS n,
    AVG(m.p_match) AS mean_p_match,
    AVG(m.credit) AS mean_credit
FROM run
CROSS JOIN response_metric AS m ON m.run_id = run.run_id
CROSS JOIN example ON example.example_id = m.example_id
WHERE m.status = 'ok' AND JSON_ARRAY_LENGTH(example.matching) = 1
GROUP BY run.task_id, run.run_id, JSON_EXTRACT(example.matching, '$[0]');
