-- What a run says of an example, one row per response and metric of trend_metric; y is NULL where the response has no
-- such value, so that what is missing can be counted. Name the metrics: the last eight read the array each for itself.
CREATE VIEW response_value AS
SELECT
    m.run_id,
    m.example_id,
    m.status,
    trend_metric.name AS metric,
    CASE
        WHEN trend_metric.name IN ('nll_raw', 'choice_mass')
            THEN
                CASE
                    WHEN m.status NOT IN ('ok', 'no_alternative') THEN NULL
                    WHEN trend_metric.name = 'nll_raw' THEN m.nll_raw
                    ELSE m.choice_mass
                END
        WHEN m.status <> 'ok' THEN NULL
        WHEN trend_metric.name = 'logodds' THEN m.logodds
        WHEN trend_metric.name = 'p_match' THEN m.p_match
        WHEN trend_metric.name = 'credit' THEN m.credit
        WHEN trend_metric.name = 'nll' THEN m.nll
        ELSE (
            SELECT
                CASE
                    WHEN trend_metric.name = 'p_match_per_token' THEN f.p_match_per_token
                    WHEN trend_metric.name = 'p_match_per_char' THEN f.p_match_per_char
                    WHEN trend_metric.name = 'p_match_per_byte' THEN f.p_match_per_byte
                    WHEN trend_metric.name = 'p_match_uncond' THEN f.p_match_uncond
                    WHEN trend_metric.name = 'credit_per_token' THEN f.credit_per_token
                    WHEN trend_metric.name = 'credit_per_char' THEN f.credit_per_char
                    WHEN trend_metric.name = 'credit_per_byte' THEN f.credit_per_byte
                    WHEN trend_metric.name = 'credit_uncond' THEN f.credit_uncond
                END
            FROM example_metric_full AS f
            WHERE f.run_id = m.run_id AND f.example_id = m.example_id
        )
    END AS y
FROM response_metric AS m
INNER JOIN trend_metric ON trend_metric.name IS NOT NULL;
