-- How many tasks have which shape, one row per axis, set of coordinates and metric.
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  none      one or several, parted by commas, as in trend; else logodds, p_match and credit (nll_raw where there is one choice)
--     task         text     none      only this task; % stands for any text
--     behavior     text     none      only tasks of this behavior
--     series       text     none      only models of this series
--     sesoi        real     none      smallest effect of interest on the total change, as in trend
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
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
--     n_rising_bh       lines   with a rise over the range, of any size, after Benjamini-Hochberg at 5 %
--     n_falling_bh      lines   with a fall, likewise
--     n_u_shaped_bh     lines   with a fall and then a rise, likewise
--     n_inverted_u_bh   lines   with a rise and then a fall, likewise
-- Source: as trend, by its native path. Each Benjamini-Hochberg list holds the lines of the row that have its p: two-sided, of no change
--     over the range; of the U; of the inverted U. The lines of a row share their checkpoints, whose noise is not counted here.
WITH params AS (
    SELECT
        :axis AS axis,
        :at AS at,
        :metric AS metric,
        :task AS task,
        :behavior AS behavior,
        :series AS series,
        :sesoi AS sesoi,
        :allow_mixed AS allow_mixed
),

-- Lines: logarium reads those of the tasks asked for, as queries/native/lines.sql says.

-- The lines asked for, once for each metric asked of them.
line_metric AS (
    SELECT
        ROW_NUMBER() OVER (ORDER BY trend_line.line NULLS LAST, trend_metric.name NULLS LAST) AS row_id,
        trend_line.m AS m,
        trend_line.coordinates AS coordinates,
        trend_line.task_id AS task_id,
        trend_line.line AS line,
        trend_metric.name AS metric,
        COALESCE(params.sesoi, trend_metric.sesoi) AS sesoi,
        trend_line.unknown_states * (1 - params.allow_mixed) AS unknown_states,
        5e-1 * (1 - params.allow_mixed) AS least_common_share
    FROM trend_line
    CROSS JOIN params
    INNER JOIN trend_metric
        ON
            INSTR(',' || params.metric || ',', ',' || trend_metric.name || ',') > 0
            OR (params.metric IS NULL AND trend_metric.default_when_single = trend_line.is_single)
    WHERE
        trend_line.axis = params.axis
        AND (trend_line.at = params.at OR (trend_line.at = 'equal' AND params.axis NOT LIKE 'n_params%'))
        AND (
            params.task IS NULL OR trend_line.task = params.task
            OR (INSTR(params.task, '%') > 0 AND trend_line.task LIKE params.task)
        )
        AND (params.behavior IS NULL OR trend_line.behavior = params.behavior)
        AND (params.series IS NULL OR trend_line.series = params.series)
),

analysis AS (
    SELECT
        line_metric.row_id AS row_id,
        RUN_TREND(
            trend_state.scaled_x,
            trend_state.run_id,
            line_metric.metric,
            line_metric.sesoi,
            NULL,
            trend_state.state
        ) AS answer
    FROM line_metric
    INNER JOIN trend_state ON trend_state.line = line_metric.line
    GROUP BY line_metric.row_id
),

-- Why some lines are refused, as in trend; a state without one response is not in the answer's m.
judged AS (
    SELECT
        analysis.row_id AS row_id,
        analysis.answer AS answer,
        analysis.answer ->> '$.n_common' AS n_common,
        CAST(analysis.answer ->> '$.n_common' AS DOUBLE) / (analysis.answer ->> '$.n_union') AS common_share,
        CASE
            WHEN JSON_EXTRACT(analysis.answer, '$.m') < line_metric.m THEN 'no_common_examples'
            WHEN JSON_EXTRACT(analysis.answer, '$.n_common') = 0 THEN 'no_common_examples'
            WHEN line_metric.unknown_states > 0 THEN 'unknown_states'
            WHEN
                JSON_EXTRACT(analysis.answer, '$.n_common')
                < line_metric.least_common_share * JSON_EXTRACT(analysis.answer, '$.n_union')
                THEN 'common_share'
            ELSE JSON_EXTRACT(analysis.answer, '$.reason')
        END AS reason
    FROM analysis
    INNER JOIN line_metric ON line_metric.row_id = analysis.row_id
),

question (name, in_answer) AS (
    VALUES ('change', '$.p'), ('u_shaped', '$.p_u'), ('inverted_u', '$.p_inverted_u')
),

-- One row per line and question that has a p.
tested AS (
    SELECT
        line_metric.coordinates AS coordinates,
        line_metric.metric AS metric,
        question.name AS question,
        judged.answer ->> '$.total_change' AS total_change,
        judged.answer ->> question.in_answer AS p
    FROM judged
    INNER JOIN line_metric ON line_metric.row_id = judged.row_id
    INNER JOIN question ON judged.answer ->> question.in_answer IS NOT NULL
    WHERE judged.reason IS NULL
),

-- p / cumulative share of the p's up to it: Benjamini and Hochberg's before the smallest from here up is taken.
scaled AS (
    SELECT
        tested.coordinates AS coordinates,
        tested.metric AS metric,
        tested.question AS question,
        tested.total_change AS total_change,
        tested.p AS p,
        tested.p / CUME_DIST() OVER (
            PARTITION BY tested.coordinates, tested.metric, tested.question ORDER BY tested.p
        ) AS scaled_p
    FROM tested
),

adjusted AS (
    SELECT
        scaled.coordinates AS coordinates,
        scaled.metric AS metric,
        scaled.question AS question,
        scaled.total_change AS total_change,
        MIN(scaled.scaled_p) OVER (
            PARTITION BY scaled.coordinates, scaled.metric, scaled.question
            ORDER BY scaled.p DESC
            ROWS UNBOUNDED PRECEDING
        ) AS p
    FROM scaled
),

found AS (
    SELECT
        adjusted.coordinates AS coordinates,
        adjusted.metric AS metric,
        SUM(CASE WHEN adjusted.question = 'change' AND adjusted.total_change > 0e0 THEN 1 ELSE 0 END)
            AS n_rising,
        SUM(CASE WHEN adjusted.question = 'change' AND adjusted.total_change < 0e0 THEN 1 ELSE 0 END)
            AS n_falling,
        SUM(CASE WHEN adjusted.question = 'u_shaped' THEN 1 ELSE 0 END) AS n_u_shaped,
        SUM(CASE WHEN adjusted.question = 'inverted_u' THEN 1 ELSE 0 END) AS n_inverted_u
    FROM adjusted
    WHERE adjusted.p <= 5e-2
    GROUP BY adjusted.coordinates, adjusted.metric
),

-- One row per line and metric: its shape, unless it is refused.
shaped AS (
    SELECT
        line_metric.coordinates AS coordinates,
        line_metric.metric AS metric,
        line_metric.line AS line,
        line_metric.task_id AS task_id,
        judged.reason AS reason,
        CASE WHEN judged.reason IS NULL THEN judged.answer ->> '$.shape' END AS shape
    FROM judged
    INNER JOIN line_metric ON line_metric.row_id = judged.row_id
),

-- A coordinate that differs between the lines of a row, or is unknown, is NULL.
counted AS (
    SELECT
        shaped.coordinates AS coordinates,
        shaped.metric AS metric,
        MAX(trend_line.axis) AS axis,
        MAX(trend_line.series) AS series,
        MAX(trend_line.model) AS model,
        CASE
            WHEN COUNT(trend_line.train_step) = COUNT(*) AND COUNT(DISTINCT trend_line.train_step) = 1
                THEN MAX(trend_line.train_step)
        END AS train_step,
        CASE
            WHEN COUNT(trend_line.rlhf_step) = COUNT(*) AND COUNT(DISTINCT trend_line.rlhf_step) = 1
                THEN MAX(trend_line.rlhf_step)
        END AS rlhf_step,
        MAX(trend_line.seed) AS seed,
        MAX(trend_line.variant) AS variant,
        COUNT(*) AS n_lines,
        COUNT(DISTINCT shaped.task_id) AS n_tasks,
        SUM(CASE WHEN shaped.reason IS NOT NULL THEN 1 ELSE 0 END) AS n_refused,
        SUM(CASE WHEN shaped.reason IS NULL AND shaped.shape IS NULL THEN 1 ELSE 0 END) AS n_direction_only,
        SUM(CASE WHEN shaped.shape = 'increasing' THEN 1 ELSE 0 END) AS n_increasing,
        SUM(CASE WHEN shaped.shape = 'decreasing' THEN 1 ELSE 0 END) AS n_decreasing,
        SUM(CASE WHEN shaped.shape = 'u_shaped' THEN 1 ELSE 0 END) AS n_u_shaped,
        SUM(CASE WHEN shaped.shape = 'inverted_u' THEN 1 ELSE 0 END) AS n_inverted_u,
        SUM(CASE WHEN shaped.shape = 'non_monotone' THEN 1 ELSE 0 END) AS n_non_monotone,
        SUM(CASE WHEN shaped.shape = 'flat' THEN 1 ELSE 0 END) AS n_flat,
        SUM(CASE WHEN shaped.shape = 'inconclusive' THEN 1 ELSE 0 END) AS n_inconclusive
    FROM shaped
    INNER JOIN trend_line ON trend_line.line = shaped.line
    GROUP BY shaped.coordinates, shaped.metric
)

SELECT
    counted.axis AS axis,
    counted.series AS series,
    counted.model AS model,
    counted.train_step AS train_step,
    counted.rlhf_step AS rlhf_step,
    counted.seed AS seed,
    counted.variant AS variant,
    counted.metric AS metric,
    counted.n_lines AS n_lines,
    counted.n_tasks AS n_tasks,
    counted.n_refused AS n_refused,
    counted.n_direction_only AS n_direction_only,
    counted.n_increasing AS n_increasing,
    counted.n_decreasing AS n_decreasing,
    counted.n_u_shaped AS n_u_shaped,
    counted.n_inverted_u AS n_inverted_u,
    counted.n_non_monotone AS n_non_monotone,
    counted.n_flat AS n_flat,
    counted.n_inconclusive AS n_inconclusive,
    COALESCE(found.n_rising, 0) AS n_rising_bh,
    COALESCE(found.n_falling, 0) AS n_falling_bh,
    COALESCE(found.n_u_shaped, 0) AS n_u_shaped_bh,
    COALESCE(found.n_inverted_u, 0) AS n_inverted_u_bh
FROM counted
LEFT JOIN found ON found.coordinates = counted.coordinates AND found.metric = counted.metric
ORDER BY
    counted.series NULLS LAST,
    counted.model NULLS LAST,
    counted.train_step NULLS LAST,
    counted.rlhf_step NULLS LAST,
    counted.coordinates NULLS LAST,
    CASE counted.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    counted.metric NULLS LAST
