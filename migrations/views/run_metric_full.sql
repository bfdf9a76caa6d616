-- One row per run that has ok responses: what run_metric leaves out. The stderrs _iid take the
-- examples as independent (NULL for one example); the clustered ones are in the query metrics. *_balanced:
-- mean over the answer positions of run_position_metric.
CREATE VIEW run_metric_full AS
SELECT
    s.task_id,
    s.run_id,
    s.n,
    (
        SELECT AVG(logodds)
        FROM (
            SELECT
                m.logodds,
                ROW_NUMBER() OVER (ORDER BY m.logodds) AS place,
                COUNT(*) OVER () AS n
            FROM example_metric AS m
            WHERE m.run_id = s.run_id
        )
        WHERE place IN ((n + 1) / 2, (n + 2) / 2)
    ) AS median_logodds,
    EXP(-s.mean_nll) AS geo_mean_p,
    (SELECT AVG(f.brier_binary) FROM example_metric_full AS f WHERE f.run_id = s.run_id) AS mean_brier_binary,
    (SELECT AVG(f.strict_exceed) FROM example_metric_full AS f WHERE f.run_id = s.run_id) AS frac_strict,
    (
        SELECT SQRT(SUM((y - mean) * (y - mean)) / NULLIF(COUNT(*) * (COUNT(*) - 1e0), 0e0))
        FROM (
            SELECT
                m.p_match AS y,
                AVG(m.p_match) OVER () AS mean
            FROM example_metric AS m
            WHERE m.run_id = s.run_id
        )
    ) AS mean_p_match_stderr_iid,
    (
        SELECT SQRT(SUM((y - mean) * (y - mean)) / NULLIF(COUNT(*) * (COUNT(*) - 1e0), 0e0))
        FROM (
            SELECT
                m.credit AS y,
                AVG(m.credit) OVER () AS mean
            FROM example_metric AS m
            WHERE m.run_id = s.run_id
        )
    ) AS mean_credit_stderr_iid,
    (
        SELECT AVG(y)
        FROM (
            SELECT AVG(m.p_match) AS y
            FROM example_metric AS m
            CROSS JOIN example ON example.example_id = m.example_id
            WHERE m.run_id = s.run_id AND JSON_ARRAY_LENGTH(example.matching) = 1
            GROUP BY JSON_EXTRACT(example.matching, '$[0]')
        )
    ) AS mean_p_match_balanced,
    (
        SELECT AVG(y)
        FROM (
            SELECT AVG(m.credit) AS y
            FROM example_metric AS m
            CROSS JOIN example ON example.example_id = m.example_id
            WHERE m.run_id = s.run_id AND JSON_ARRAY_LENGTH(example.matching) = 1
            GROUP BY JSON_EXTRACT(example.matching, '$[0]')
        )
    ) AS mean_credit_balanced
FROM run_summary AS s
WHERE s.n > 0;
