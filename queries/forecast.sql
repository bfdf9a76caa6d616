-- What the next state of a line should show, and whether the last one was a surprise, one row per line and metric.
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  logodds   one or several, parted by commas, as in trend; one choice takes nll_raw
--     task         text     none      only this task; % stands for any text
--     behavior     text     none      only tasks of this behavior
--     series       text     none      only models of this series
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
--     at_x         real     none      the coordinate to forecast, in axis units; else one mean step beyond the last state
-- Columns:
--     axis                 text         as asked
--     task                 text         name of the task
--     behavior             text         what the task measures; NULL: not said
--     series               text         models made alike; NULL: unknown
--     model                text         the model of the line; NULL: it varies
--     train_step           steps        equal at every state; NULL: it varies or is unknown
--     rlhf_step            steps        equal at every state, 0 where there was none; NULL: it varies
--     seed                 number       equal at every state; NULL: unknown
--     variant              text         what else tells the checkpoints apart; empty: nothing
--     protocol             text         how the task was put
--     metric               text         as asked
--     m                    states       on the line
--     x_first              axis units   smallest coordinate
--     x_last               axis units   largest coordinate
--     value_last           metric       mean at the last state over the common examples; NULL: refused or undefined
--     x_forecast           axis units   what is forecast: at_x, else one mean step (of the axis' scale) beyond the last
--     extrapolation        ranges       how far beyond the fitted range, in its length; NULL: refused or undefined
--     prediction           metric       of the mean at x_forecast; NULL: reason says why
--     low                  metric       95 % prediction interval, from the states' scatter; NULL: as prediction
--     high                 metric       upper bound
--     probability          probability  at the predicted mean log-odds, which is not the mean probability; NULL: another metric, or as prediction
--     backtest_prediction  metric       of the last state from the others; NULL: refused or undefined, or one x is left
--     backtest_low         metric       95 % prediction interval; NULL: fewer than four states
--     backtest_high        metric       upper bound
--     backtest_error       metric       last state less its prediction; NULL: as backtest_prediction
--     backtest_z           number       error / stderr of the prediction: the second alarm for a reversal; NULL: as backtest_low
--     backtest_inside      boolean      1: the last state lies inside its interval; NULL: as backtest_low
--     backtest_skill       number       1 - error / error of "as the state before"; negative: worse than that; NULL: as backtest_prediction
--     reason               text         why nothing is forecast: as in trend, bounded_metric or fewer_than_five_states; NULL: something is
--     line                 text         identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: least squares over the states on the axis' scale with t, m - 2 df (STATISTICS.md 3.8): five states at least, unbounded
--     metrics (logodds, nll, nll_raw) alone, because a line leaves the range of a bounded one. Seed noise is in the scatter.
WITH params AS (
    SELECT
        :axis AS axis,
        :at AS at,
        :metric AS metric,
        :task AS task,
        :behavior AS behavior,
        :series AS series,
        :allow_mixed AS allow_mixed,
        :at_x AS at_x
),

-- Lines: logarium reads those of the tasks asked for, as queries/native/lines.sql says.

-- The lines asked for, once for each metric asked of them.
line_metric AS (
    SELECT
        ROW_NUMBER() OVER (ORDER BY trend_line.line NULLS LAST, trend_metric.name NULLS LAST) AS row_id,
        trend_line.m AS m,
        trend_line.line AS line,
        trend_metric.name AS metric,
        trend_metric.sesoi AS sesoi,
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

target AS (
    SELECT
        trend_line.line AS line,
        trend_line.x_unit AS x_unit,
        CASE
            WHEN params.at_x IS NULL
                THEN
                    MAX(trend_state.scaled_x)
                    + (MAX(trend_state.scaled_x) - MIN(trend_state.scaled_x)) / (trend_line.m - 1e0)
            WHEN trend_line.axis = 'rlhf_step' THEN LOG10(1e0 + params.at_x / trend_line.x_unit)
            ELSE LOG10(params.at_x)
        END AS scaled_x
    FROM trend_line
    CROSS JOIN params
    INNER JOIN trend_state ON trend_state.line = trend_line.line
    WHERE trend_line.line IN (SELECT line_metric.line FROM line_metric)
    GROUP BY trend_line.line
),

forecast_line AS (
    SELECT
        judged.row_id AS row_id,
        target.scaled_x AS target,
        target.x_unit AS x_unit,
        FORECAST(state.value ->> '$.x', state.value ->> '$.mean', target.scaled_x) AS answer
    FROM judged
    INNER JOIN line_metric ON line_metric.row_id = judged.row_id
    INNER JOIN target ON target.line = line_metric.line
    INNER JOIN JSON_EACH(judged.answer, '$.states') AS state
    WHERE
        (judged.reason IS NULL OR judged.reason = 'one_cluster')
        AND line_metric.metric IN ('logodds', 'nll', 'nll_raw')
    GROUP BY judged.row_id
),

-- The reason of a line is not that of a forecast: one cluster is enough for it.
explained AS (
    SELECT
        judged.row_id AS row_id,
        judged.answer AS answer,
        CASE
            WHEN judged.reason <> 'one_cluster' THEN judged.reason
            WHEN line_metric.metric NOT IN ('logodds', 'nll', 'nll_raw') THEN 'bounded_metric'
            WHEN line_metric.m < 5 THEN 'fewer_than_five_states'
            ELSE forecast_line.answer ->> '$.reason'
        END AS reason,
        CASE WHEN judged.reason <> 'one_cluster' THEN NULL ELSE judged.answer ->> '$.last' END AS value_last
    FROM judged
    INNER JOIN line_metric ON line_metric.row_id = judged.row_id
    LEFT JOIN forecast_line ON forecast_line.row_id = judged.row_id
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
    line_metric.m AS m,
    trend_line.x_first AS x_first,
    trend_line.x_last AS x_last,
    explained.value_last AS value_last,
    CASE
        WHEN trend_line.axis = 'rlhf_step' THEN target.x_unit * (POWER(10e0, target.scaled_x) - 1e0)
        ELSE POWER(10e0, target.scaled_x)
    END AS x_forecast,
    forecast_line.answer ->> '$.extrapolation' AS extrapolation,
    CASE WHEN explained.reason IS NULL THEN forecast_line.answer ->> '$.prediction' END AS prediction,
    CASE WHEN explained.reason IS NULL THEN forecast_line.answer ->> '$.low' END AS low,
    CASE WHEN explained.reason IS NULL THEN forecast_line.answer ->> '$.high' END AS high,
    CASE
        WHEN explained.reason IS NULL AND line_metric.metric = 'logodds'
            THEN LOGISTIC(forecast_line.answer ->> '$.prediction')
    END AS probability,
    forecast_line.answer ->> '$.backtest_prediction' AS backtest_prediction,
    forecast_line.answer ->> '$.backtest_low' AS backtest_low,
    forecast_line.answer ->> '$.backtest_high' AS backtest_high,
    forecast_line.answer ->> '$.backtest_error' AS backtest_error,
    forecast_line.answer ->> '$.backtest_z' AS backtest_z,
    forecast_line.answer ->> '$.backtest_inside' AS backtest_inside,
    forecast_line.answer ->> '$.backtest_skill' AS backtest_skill,
    explained.reason AS reason,
    trend_line.line AS line
FROM explained
INNER JOIN line_metric ON line_metric.row_id = explained.row_id
INNER JOIN trend_line ON trend_line.line = line_metric.line
INNER JOIN target ON target.line = line_metric.line
LEFT JOIN forecast_line ON forecast_line.row_id = explained.row_id
ORDER BY
    trend_line.behavior NULLS LAST,
    trend_line.task NULLS LAST,
    trend_line.line NULLS LAST,
    CASE line_metric.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    line_metric.metric NULLS LAST
