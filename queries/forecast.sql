-- What the next state of a line should show, and whether the last one was a surprise, one row per line and metric.
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  logodds   one or several, parted by commas, as in trend; one choice takes nll_raw
--     task         names    none      only these tasks
--     behavior     names    none      only tasks of these behaviors
--     series       names    none      only models of these series
--     model        names    none      only states of these models
--     train_step   numbers  none      only states at these train steps
--     rlhf_step    numbers  none      only states at these RLHF steps; 0 is none either
--     seed         numbers  none      only states of these seeds
--     protocol     names    none      only states put so, by the label of the protocol
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
--     at_x         real     none      the coordinate to forecast, in axis units; else one mean step beyond the last state
-- Default columns: axis, task, series, model, train_step, rlhf_step, seed, variant, protocol, metric, m,
--     value_last, x_forecast, prediction, low, high, backtest_error, backtest_inside, reason
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
-- Source: least squares over the states on the axis' scale with t, m - 2 df (docs/statistics.md 3.8): five states at least, unbounded
--     metrics (logodds, nll, nll_raw) alone, because a line leaves the range of a bounded one. Seed noise is in the scatter.
WITH point AS (
    SELECT
        t.*,
        CASE
            WHEN :at_x IS NULL
                THEN
                    MAX(t.scaled_x) OVER same
                    + (MAX(t.scaled_x) OVER same - MIN(t.scaled_x) OVER same) / (t.m - 1e0)
            WHEN t.axis = 'rlhf_step' THEN LOG10(1e0 + :at_x / t.x_unit)
            ELSE LOG10(:at_x)
        END AS target
    FROM
        LINE_POINT(
            :axis, :at, :metric, :task, :behavior, :series, NULL, :allow_mixed,
            :model, :train_step, :rlhf_step, :seed, :protocol
        ) AS t
    WHERE t.at <> 'mixed' AND t.m > 1
    WINDOW same AS (PARTITION BY t.line, t.metric)
),

-- A row a line: what stands in every state's row is the line's. A bounded metric is not extrapolated.
line AS (
    SELECT
        t.*,
        CASE
            WHEN
                COALESCE(t.refusal, 'one_cluster') = 'one_cluster'
                AND t.metric IN ('logodds', 'nll', 'nll_raw')
                THEN FORECAST(t.scaled_x, t.mean, t.target)
        END AS answer
    FROM point AS t
    GROUP BY t.line, t.metric
),

explained AS (
    SELECT
        line.*,
        CASE
            WHEN line.refusal <> 'one_cluster' THEN line.refusal
            WHEN line.unit IN ('probability', 'share') THEN 'bounded_metric'
            WHEN line.m < 5 THEN 'fewer_than_five_states'
            ELSE line.answer ->> '$.reason'
        END AS reason
    FROM line
)

SELECT
    t.axis,
    t.task,
    t.behavior,
    t.series,
    t.model,
    t.train_step,
    t.rlhf_step,
    t.seed,
    t.variant,
    t.protocol,
    t.metric,
    t.m,
    t.x_first,
    t.x_last,
    t.last AS value_last,
    CASE
        WHEN t.axis = 'rlhf_step' THEN t.x_unit * (POWER(10e0, t.target) - 1e0)
        ELSE POWER(10e0, t.target)
    END AS x_forecast,
    t.answer ->> '$.extrapolation' AS extrapolation,
    CASE WHEN t.reason IS NULL THEN t.answer ->> '$.prediction' END AS prediction,
    CASE WHEN t.reason IS NULL THEN t.answer ->> '$.low' END AS low,
    CASE WHEN t.reason IS NULL THEN t.answer ->> '$.high' END AS high,
    CASE WHEN t.reason IS NULL AND t.metric = 'logodds' THEN LOGISTIC(t.answer ->> '$.prediction') END
        AS probability,
    t.answer ->> '$.backtest_prediction' AS backtest_prediction,
    t.answer ->> '$.backtest_low' AS backtest_low,
    t.answer ->> '$.backtest_high' AS backtest_high,
    t.answer ->> '$.backtest_error' AS backtest_error,
    t.answer ->> '$.backtest_z' AS backtest_z,
    t.answer ->> '$.backtest_inside' AS backtest_inside,
    t.answer ->> '$.backtest_skill' AS backtest_skill,
    t.reason,
    t.line
FROM explained AS t
LEFT JOIN trend_metric ON trend_metric.name = t.metric
ORDER BY
    t.behavior NULLS LAST,
    t.task NULLS LAST,
    t.line NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST
