-- Reported metrics that a quick look at the stored columns does not confirm, one row per task or group and metric: these
-- the query reconcile must judge.
--
-- Columns:
--     name    text     task or group
--     metric  text     the harness's name of the metric
--     n       metrics  reported and not confirmed
-- Source: queries/reconcile.sql: acc is the share of first largest choices, which without ties is the mean of credit;
--     perplexities are exponentials of a mean log-prob or of a corpus' per word or byte.
WITH tally AS (
    SELECT
        response.run_id,
        COUNT(*) AS n,
        SUM(CASE WHEN response.status = 'ok' THEN 1 ELSE 0 END) AS n_ok,
        MAX(response.n_tied) AS most_tied,
        AVG(response.credit) AS mean_credit,
        SUM(CASE WHEN response.status = 'no_alternative' THEN 1 ELSE 0 END) AS n_single,
        AVG(CAST(response.greedy & 1 AS DOUBLE)) AS mean_greedy,
        SUM(CASE WHEN response.greedy IS NULL THEN 1 ELSE 0 END) AS n_greedy_unknown,
        EXP(-AVG(response.lse_matching)) AS perplexity
    FROM response
    GROUP BY response.run_id
),

corpus AS (
    SELECT
        score.run_id,
        score.metric,
        score.filter_name,
        COUNT(*) AS n,
        SUM(CASE WHEN score.status = 'ok' THEN 0 ELSE 1 END) AS n_unusable,
        SUM(score.value) / NULLIF(SUM(score.weight), 0e0) AS value
    FROM score
    WHERE score.metric IN ('word_perplexity', 'byte_perplexity', 'bits_per_byte')
    GROUP BY score.run_id, score.metric, score.filter_name
),

judged AS (
    SELECT
        reported_metric.name,
        reported_metric.metric,
        reported_metric.value AS reported,
        reported_metric.n,
        COALESCE(tally.n, corpus.n) AS n_recomputed,
        CASE
            WHEN reported_metric.is_group = 1 THEN NULL
            WHEN
                reported_metric.metric = 'acc' AND protocol.output_type = 'multiple_choice'
                AND tally.n_ok = tally.n AND tally.most_tied = 1
                AND EXISTS (
                    SELECT 1 FROM score_check
                    WHERE
                        score_check.run_id = run.run_id
                        AND score_check.metric = 'acc'
                        AND score_check.n_inferred_gold = 0
                )
                THEN tally.mean_credit
            WHEN
                reported_metric.metric = 'acc' AND protocol.output_type = 'loglikelihood'
                AND tally.n_single = tally.n AND tally.n_greedy_unknown = 0
                THEN tally.mean_greedy
            WHEN
                reported_metric.metric = 'perplexity' AND protocol.output_type = 'loglikelihood'
                AND tally.n_single = tally.n
                THEN tally.perplexity
            WHEN corpus.n_unusable = 0 AND reported_metric.metric = 'bits_per_byte'
                THEN -corpus.value / LN(2e0)
            WHEN corpus.n_unusable = 0 THEN EXP(-corpus.value)
        END AS recomputed
    FROM reported_metric
    LEFT JOIN run ON run.run_id = reported_metric.run_id
    LEFT JOIN protocol ON protocol.protocol_id = run.protocol_id
    LEFT JOIN tally ON tally.run_id = run.run_id
    LEFT JOIN corpus
        ON
            corpus.run_id = run.run_id
            AND corpus.metric = reported_metric.metric
            AND corpus.filter_name = reported_metric.filter_name
    WHERE reported_metric.is_group = 1 OR run.n_examples > 0
)

SELECT
    judged.name,
    judged.metric,
    COUNT(*) AS n
FROM judged
WHERE
    judged.recomputed IS NULL
    OR judged.reported IS NULL
    OR judged.n <> judged.n_recomputed
    OR ABS(judged.recomputed - judged.reported)
    > 1e-9 * CASE WHEN ABS(judged.reported) > 1e0 THEN ABS(judged.reported) ELSE 1e0 END
GROUP BY judged.name, judged.metric
ORDER BY judged.name NULLS LAST, judged.metric NULLS LAST
