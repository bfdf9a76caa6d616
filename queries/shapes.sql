-- How many tasks have which shape, one row per axis, set of coordinates and metric.
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  none      one or several, parted by commas, as in trend; else logodds, p_match and credit (nll_raw where there is one choice)
--     task         names    none      only these tasks
--     behavior     names    none      only tasks of these behaviors
--     series       names    none      only models of these series
--     model        names    none      only states of these models
--     train_step   numbers  none      only states at these train steps
--     rlhf_step    numbers  none      only states at these RLHF steps; 0 is none either
--     seed         numbers  none      only states of these seeds
--     protocol     names    none      only states put so, by the label of the protocol
--     sesoi        real     none      smallest effect of interest on the total change, as in trend
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
-- Default columns: axis, series, model, train_step, rlhf_step, seed, variant, metric, n_lines, n_refused,
--     n_increasing, n_decreasing, n_u_shaped, n_inverted_u, n_non_monotone, n_flat, n_inconclusive
-- Columns:
--     axis              text    as asked
--     series            text    models made alike; NULL: unknown
--     model             text    the model of the lines; NULL: it varies
--     train_step        steps   equal at every state of every line; NULL: it varies or is unknown
--     rlhf_step         steps   equal at every state of every line; NULL: it varies
--     seed              number  NULL: unknown
--     variant           text    what else tells the checkpoints apart; empty: nothing
--     metric            text    as asked
--     n_lines           lines   one per task and protocol
--     n_tasks           tasks   among them
--     n_refused         lines   refused or undefined, as in trend
--     n_direction_only  lines   with two distinct x, or without a shape for another reason
--     n_increasing      lines   of this shape, measured of their checkpoints
--     n_decreasing      lines   likewise
--     n_u_shaped        lines   likewise
--     n_inverted_u      lines   likewise
--     n_non_monotone    lines   likewise
--     n_flat            lines   likewise
--     n_inconclusive    lines   likewise
--     n_unchanged       lines   on which not one example moved
--     n_rising_bh       lines   with a rise over the range, of any size, after Benjamini-Hochberg at 5 %
--     n_falling_bh      lines   with a fall, likewise
--     n_u_shaped_bh     lines   with a fall and then a rise, likewise
--     n_inverted_u_bh   lines   with a rise and then a fall, likewise
-- Source: as trend, by its native path. Each Benjamini-Hochberg list holds the lines of the row that have its p: two-sided, of no change
--     over the range; of the U; of the inverted U. The lines of a row share their checkpoints, whose noise is not counted here.
WITH line AS (
    SELECT
        t.*,
        CASE WHEN t.refusal IS NULL THEN t.shape END AS says
    FROM
        LINE_TREND(
            :axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed,
            :model, :train_step, :rlhf_step, :seed, :protocol
        ) AS t
    WHERE t.at <> 'mixed' AND t.m > 1
),

question (name) AS (VALUES ('change'), ('u_shaped'), ('inverted_u')),

tested AS (
    SELECT
        line.coordinates,
        line.metric,
        question.name AS question,
        line.total_change,
        CASE question.name
            WHEN 'change' THEN line.p
            WHEN 'u_shaped' THEN line.p_u
            ELSE line.p_inverted_u
        END AS p
    FROM line
    CROSS JOIN question
    WHERE line.refusal IS NULL
),

-- Benjamini-Hochberg: p times the number of tests over its rank, ties with the largest rank.
scaled AS (
    SELECT
        tested.*,
        tested.p / CUME_DIST() OVER (
            PARTITION BY tested.coordinates, tested.metric, tested.question ORDER BY tested.p
        ) AS scaled_p
    FROM tested
    WHERE tested.p IS NOT NULL
),

adjusted AS (
    SELECT
        scaled.*,
        MIN(scaled.scaled_p) OVER (
            PARTITION BY scaled.coordinates, scaled.metric, scaled.question
            ORDER BY scaled.p DESC
            ROWS UNBOUNDED PRECEDING
        ) AS p_bh
    FROM scaled
),

found AS (
    SELECT
        adjusted.coordinates,
        adjusted.metric,
        SUM(CASE WHEN adjusted.question = 'change' AND adjusted.total_change > 0e0 THEN 1 ELSE 0 END)
            AS n_rising,
        SUM(CASE WHEN adjusted.question = 'change' AND adjusted.total_change < 0e0 THEN 1 ELSE 0 END)
            AS n_falling,
        SUM(CASE WHEN adjusted.question = 'u_shaped' THEN 1 ELSE 0 END) AS n_u_shaped,
        SUM(CASE WHEN adjusted.question = 'inverted_u' THEN 1 ELSE 0 END) AS n_inverted_u
    FROM adjusted
    WHERE adjusted.p_bh <= 5e-2
    GROUP BY adjusted.coordinates, adjusted.metric
),

counted AS (
    SELECT
        line.coordinates,
        line.metric,
        MAX(line.axis) AS axis,
        MAX(line.series) AS series,
        MAX(line.model) AS model,
        CASE
            WHEN COUNT(line.train_step) = COUNT(*) AND COUNT(DISTINCT line.train_step) = 1
                THEN MAX(line.train_step)
        END AS train_step,
        CASE
            WHEN COUNT(line.rlhf_step) = COUNT(*) AND COUNT(DISTINCT line.rlhf_step) = 1
                THEN MAX(line.rlhf_step)
        END AS rlhf_step,
        MAX(line.seed) AS seed,
        MAX(line.variant) AS variant,
        COUNT(*) AS n_lines,
        COUNT(DISTINCT line.task_id) AS n_tasks,
        SUM(CASE WHEN line.refusal IS NOT NULL THEN 1 ELSE 0 END) AS n_refused,
        SUM(CASE WHEN line.refusal IS NULL AND line.shape IS NULL THEN 1 ELSE 0 END) AS n_direction_only,
        SUM(CASE WHEN line.says = 'increasing' THEN 1 ELSE 0 END) AS n_increasing,
        SUM(CASE WHEN line.says = 'decreasing' THEN 1 ELSE 0 END) AS n_decreasing,
        SUM(CASE WHEN line.says = 'u_shaped' THEN 1 ELSE 0 END) AS n_u_shaped,
        SUM(CASE WHEN line.says = 'inverted_u' THEN 1 ELSE 0 END) AS n_inverted_u,
        SUM(CASE WHEN line.says = 'non_monotone' THEN 1 ELSE 0 END) AS n_non_monotone,
        SUM(CASE WHEN line.says = 'flat' THEN 1 ELSE 0 END) AS n_flat,
        SUM(CASE WHEN line.says = 'inconclusive' THEN 1 ELSE 0 END) AS n_inconclusive,
        SUM(CASE WHEN line.says = 'unchanged' THEN 1 ELSE 0 END) AS n_unchanged
    FROM line
    GROUP BY line.coordinates, line.metric
)

SELECT
    counted.axis,
    counted.series,
    counted.model,
    counted.train_step,
    counted.rlhf_step,
    counted.seed,
    counted.variant,
    counted.metric,
    counted.n_lines,
    counted.n_tasks,
    counted.n_refused,
    counted.n_direction_only,
    counted.n_increasing,
    counted.n_decreasing,
    counted.n_u_shaped,
    counted.n_inverted_u,
    counted.n_non_monotone,
    counted.n_flat,
    counted.n_inconclusive,
    counted.n_unchanged,
    COALESCE(found.n_rising, 0) AS n_rising_bh,
    COALESCE(found.n_falling, 0) AS n_falling_bh,
    COALESCE(found.n_u_shaped, 0) AS n_u_shaped_bh,
    COALESCE(found.n_inverted_u, 0) AS n_inverted_u_bh
FROM counted
LEFT JOIN found ON found.coordinates = counted.coordinates AND found.metric = counted.metric
LEFT JOIN trend_metric ON trend_metric.name = counted.metric
ORDER BY
    counted.series NULLS LAST,
    counted.model NULLS LAST,
    counted.train_step NULLS LAST,
    counted.rlhf_step NULLS LAST,
    counted.coordinates NULLS LAST,
    trend_metric.place NULLS LAST,
    counted.metric NULLS LAST
