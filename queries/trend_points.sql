-- The points behind the lines of trend with their intervals, one row per line, metric and state.
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
--     axis          text        as asked
--     task          text        name of the task
--     behavior      text        what the task measures; NULL: not said
--     series        text        models made alike; NULL: unknown
--     model         text        of the state
--     n_params      parameters  embeddings included; NULL: unknown
--     train_step    steps       of the state; NULL: unknown
--     train_tokens  tokens      of the state; NULL: unknown
--     rlhf_step     steps       of the state; NULL: unknown
--     seed          number      NULL: unknown
--     variant       text        what else tells the checkpoints apart; empty: nothing
--     protocol      text        how the task was put
--     metric        text        as asked
--     m             states      on the line
--     state         number      place on the line, from 1
--     x             axis units  the coordinate
--     scaled_x      number      log10 of it; for rlhf_step log10(1 + x / smallest positive x)
--     mean          metric      over the common examples; NULL: the line is refused or undefined (reason)
--     stderr        metric      clustered (CR1); NULL: one cluster, or as mean
--     low           metric      95 % t interval, for credit Wilson at the effective n; NULL: as stderr
--     high          metric      upper bound
--     n_common      examples    with a value at every state of the line
--     clusters      clusters    among them
--     common_share  share       of the examples with a response at any state
--     n_inf         examples    with an infinite value at this state; NULL: no common examples
--     direction     text        of the line, as in trend
--     shape         text        of the line, as in trend; NULL: fewer than three x
--     reason        text        why the line is refused or undefined, as in trend; NULL: it is not
--     line          text        identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: as trend, by its native path. Every interval is about questions like these, with the checkpoint fixed; the points of a
--     line share their examples, so judge a change by trend and not by overlapping intervals.
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

point AS (
    SELECT
        judged.row_id AS row_id,
        state.key + 1 AS state,
        CASE
            WHEN judged.reason = 'one_cluster' OR judged.reason IS NULL THEN state.value ->> '$.mean'
        END AS mean,
        CASE WHEN judged.reason IS NULL THEN state.value ->> '$.stderr' END AS stderr,
        CASE WHEN judged.n_common > 0 THEN state.value ->> '$.n_inf' END AS n_inf,
        T_QUANTILE(975e-3, judged.answer ->> '$.df') AS t,
        -- the effective n of a clustered proportion (STATISTICS.md 2)
        CASE
            WHEN state.value ->> '$.mean' IN (0e0, 1e0) OR JSON_EXTRACT(state.value, '$.stderr') = 0e0
                THEN judged.answer ->> '$.clusters'
            ELSE
                MIN(
                    judged.n_common,
                    (state.value ->> '$.mean') * (1e0 - (state.value ->> '$.mean'))
                    / POWER(state.value ->> '$.stderr', 2)
                )
        END AS n_effective
    FROM judged
    INNER JOIN JSON_EACH(judged.answer, '$.states') AS state
)

SELECT
    trend_line.axis AS axis,
    trend_line.task AS task,
    trend_line.behavior AS behavior,
    trend_line.series AS series,
    model.name AS model,
    model.n_params AS n_params,
    checkpoint.train_step AS train_step,
    checkpoint.train_tokens AS train_tokens,
    checkpoint.rlhf_step AS rlhf_step,
    checkpoint.seed AS seed,
    checkpoint.variant AS variant,
    trend_line.protocol AS protocol,
    line_metric.metric AS metric,
    line_metric.m AS m,
    trend_state.state AS state,
    trend_state.x AS x,
    trend_state.scaled_x AS scaled_x,
    point.mean AS mean,
    point.stderr AS stderr,
    CASE
        WHEN point.stderr IS NULL THEN NULL
        WHEN line_metric.metric LIKE 'credit%' THEN WILSON_LOWER(point.mean, point.n_effective)
        ELSE point.mean - point.t * point.stderr
    END AS low,
    CASE
        WHEN point.stderr IS NULL THEN NULL
        WHEN line_metric.metric LIKE 'credit%' THEN WILSON_UPPER(point.mean, point.n_effective)
        ELSE point.mean + point.t * point.stderr
    END AS high,
    judged.n_common AS n_common,
    judged.answer ->> '$.clusters' AS clusters,
    judged.common_share AS common_share,
    point.n_inf AS n_inf,
    CASE WHEN judged.reason IS NULL THEN judged.answer ->> '$.direction' END AS direction,
    CASE WHEN judged.reason IS NULL THEN judged.answer ->> '$.shape' END AS shape,
    judged.reason AS reason,
    trend_line.line AS line
FROM judged
INNER JOIN line_metric ON line_metric.row_id = judged.row_id
INNER JOIN trend_line ON trend_line.line = line_metric.line
INNER JOIN trend_state ON trend_state.line = line_metric.line
INNER JOIN checkpoint ON checkpoint.checkpoint_id = trend_state.checkpoint_id
INNER JOIN model ON model.model_id = trend_state.model_id
LEFT JOIN point ON point.row_id = judged.row_id AND point.state = trend_state.state
ORDER BY
    trend_line.behavior NULLS LAST,
    trend_line.task NULLS LAST,
    trend_line.line NULLS LAST,
    CASE line_metric.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    line_metric.metric NULLS LAST,
    trend_state.state NULLS LAST
