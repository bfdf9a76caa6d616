-- Which part of a task drives its trend, one row per line, metric and subset, of the tasks that have subsets.
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
--     model         text        the model of the line; NULL: it varies
--     train_step    steps       equal at every state; NULL: it varies or is unknown
--     rlhf_step     steps       equal at every state, 0 where there was none; NULL: it varies
--     seed          number      equal at every state; NULL: unknown
--     variant       text        what else tells the checkpoints apart; empty: nothing
--     protocol      text        how the task was put
--     metric        text        as asked
--     subset        text        part of the task; NULL: examples in no subset
--     m             states      on the line
--     x_first       axis units  smallest coordinate
--     x_last        axis units  largest coordinate
--     n             examples    of the subset, with a value at every state
--     clusters      clusters    among them
--     share         share       of the line's common examples
--     value_first   metric      mean at the first state; NULL: refused or undefined
--     value_last    metric      mean at the last state; NULL: as value_first
--     total_change  metric      fitted change over the range; NULL: as value_first
--     stderr        metric      clustered (CR1); NULL: one cluster, or as value_first
--     low           metric      95 % t interval; NULL: as stderr
--     high          metric      upper bound
--     direction     text        as in trend; NULL: as stderr
--     shape         text        as in trend; NULL: fewer than three x, or as stderr
--     contribution  metric      share * total_change: the contributions of a line add up to line_change
--     line_change   metric      fitted change of the whole line; NULL: undefined in some subset
--     common_share  share       of the whole line's examples, as in trend
--     reason        text        why nothing is claimed, as in trend; NULL: something is
--     line          text        identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: as trend, by its native path, on the examples of each subset. Differences between subsets are not tested here.
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
        trend_line.conflicting_models AS conflicting_models,
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
        AND EXISTS (
            SELECT 1 FROM example WHERE example.task_id = trend_line.task_id AND example.subset IS NOT NULL
        )
),

analysis AS (
    SELECT
        line_metric.row_id AS row_id,
        example.subset AS subset,
        TREND(
            trend_state.scaled_x,
            response_value.example_id,
            example.cluster,
            response_value.y,
            line_metric.sesoi,
            NULL,
            trend_state.state
        ) AS answer
    FROM line_metric
    INNER JOIN trend_state ON trend_state.line = line_metric.line
    INNER JOIN response_value
        ON response_value.run_id = trend_state.run_id AND response_value.metric = line_metric.metric
    INNER JOIN example ON example.example_id = response_value.example_id
    GROUP BY line_metric.row_id, example.subset
),

-- A state where nothing of the subset was asked is not in the answer's m.
part AS (
    SELECT
        analysis.row_id AS row_id,
        analysis.subset AS subset,
        analysis.answer AS answer,
        CASE
            WHEN JSON_EXTRACT(analysis.answer, '$.m') < line_metric.m THEN 0
            ELSE JSON_EXTRACT(analysis.answer, '$.n_common')
        END AS n,
        JSON_EXTRACT(analysis.answer, '$.n_union') AS n_union
    FROM analysis
    INNER JOIN line_metric ON line_metric.row_id = analysis.row_id
),

whole AS (
    SELECT
        part.row_id AS row_id,
        SUM(part.n) AS n,
        CAST(SUM(part.n) AS DOUBLE) / SUM(part.n_union) AS common_share,
        CASE
            WHEN
                SUM(CASE WHEN part.n > 0 THEN 1 ELSE 0 END)
                = SUM(CASE WHEN part.n > 0 AND part.answer ->> '$.total_change' IS NOT NULL THEN 1 ELSE 0 END)
                THEN
                    SUM(CASE WHEN part.n > 0 THEN part.n * (part.answer ->> '$.total_change') END)
                    / NULLIF(SUM(part.n), 0e0)
        END AS change
    FROM part
    GROUP BY part.row_id
),

judged AS (
    SELECT
        part.row_id AS row_id,
        part.subset AS subset,
        part.n AS n,
        part.answer AS answer,
        CASE
            WHEN line_metric.conflicting_models > 0 THEN 'conflicting_models'
            WHEN part.n = 0 THEN 'no_common_examples'
            WHEN line_metric.unknown_states > 0 THEN 'unknown_states'
            WHEN whole.common_share < line_metric.least_common_share THEN 'common_share'
        END AS refusal
    FROM part
    INNER JOIN line_metric ON line_metric.row_id = part.row_id
    INNER JOIN whole ON whole.row_id = part.row_id
)

SELECT
    trend_line.axis AS axis,
    trend_line.task AS task,
    trend_line.behavior AS behavior,
    trend_line.series AS series,
    trend_line.model AS model,
    trend_line.train_step AS train_step,
    trend_line.rlhf_step AS rlhf_step,
    trend_line.seed AS seed,
    trend_line.variant AS variant,
    trend_line.protocol AS protocol,
    line_metric.metric AS metric,
    judged.subset AS subset,
    line_metric.m AS m,
    trend_line.x_first AS x_first,
    trend_line.x_last AS x_last,
    judged.n AS n,
    CASE WHEN judged.n > 0 THEN judged.answer ->> '$.clusters' ELSE 0 END AS clusters,
    CAST(judged.n AS DOUBLE) / NULLIF(whole.n, 0e0) AS share,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.first' END AS value_first,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.last' END AS value_last,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.total_change' END AS total_change,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.stderr' END AS stderr,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.low' END AS low,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.high' END AS high,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.direction' END AS direction,
    CASE WHEN judged.refusal IS NULL THEN judged.answer ->> '$.shape' END AS shape,
    CASE
        WHEN judged.refusal IS NULL
            THEN (judged.answer ->> '$.total_change') * judged.n / NULLIF(whole.n, 0e0)
    END AS contribution,
    CASE WHEN judged.refusal IS NULL THEN whole.change END AS line_change,
    whole.common_share AS common_share,
    COALESCE(judged.refusal, judged.answer ->> '$.reason') AS reason,
    trend_line.line AS line
FROM judged
INNER JOIN whole ON whole.row_id = judged.row_id
INNER JOIN line_metric ON line_metric.row_id = judged.row_id
INNER JOIN trend_line ON trend_line.line = line_metric.line
ORDER BY
    trend_line.behavior NULLS LAST,
    trend_line.task NULLS LAST,
    trend_line.line NULLS LAST,
    CASE line_metric.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    line_metric.metric NULLS LAST,
    judged.subset NULLS LAST
