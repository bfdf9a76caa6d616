-- Whether a reported aggregate follows a law along an axis, one row per line of reported values.
--
-- A line is the reported values (an aggregates table, or a harness's groups) that agree in name, metric, filter,
-- protocol where there is one, series, seed, variant and every coordinate but the axis, with two distinct x. Values
-- with responses behind them are left to trend. Without responses nothing can be measured of these checkpoints: no
-- paired error, no shape. What remains is the systematic claim, with the scatter of the states as the noise.
--
-- Parameters:
--     axis    axis    n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at      states  equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric  text    none      only this metric as it was reported
--     task    text    none      only this task or group; % stands for any text
--     series  text    none      only models of this series
-- Columns:
--     axis              text         as asked
--     task              text         the task or group as it was reported
--     is_group          boolean      1: the harness's mean over several tasks
--     metric            text         as it was reported
--     filter            text         the harness's filter
--     series            text         models made alike; NULL: unknown
--     model             text         the model of the line; NULL: it varies
--     train_step        steps        equal at every state; NULL: it varies or is unknown
--     rlhf_step         steps        equal at every state, 0 where there was none; NULL: it varies
--     seed              number       equal at every state; NULL: unknown
--     variant           text         what else tells the checkpoints apart; empty: nothing
--     protocol          text         how the task was put; NULL: not reported
--     evidence          text         reported: nothing here can be recomputed
--     m                 states       on the line
--     x_first           axis units   smallest coordinate; inference is on log10, for rlhf_step on log10(1 + x / smallest positive x)
--     x_last            axis units   largest coordinate
--     value_first       metric       at the first state; NULL: refused
--     value_last        metric       at the last state; NULL: refused
--     total_change      metric       fitted change over the range (least squares over the states); NULL: refused
--     law_slope         metric       per unit of the axis' scale (a decade); NULL: refused
--     law_stderr        metric       of law_slope, from the scatter of the states (m - 2 df); NULL: fewer than three states, or refused
--     law_low           metric       95 % t interval of law_slope; NULL: as law_stderr
--     law_high          metric       upper bound
--     law_p             probability  two-sided, of no slope; NULL: as law_stderr, or an exact line
--     systematic        text         what law_p says at 5 %; NULL: fewer than four states, or as law_p
--     theil_sen         metric       median slope over all pairs of states: robust; NULL: refused
--     kendall_tau       number       tau-b; NULL: all values are equal, or refused
--     mann_kendall_p    probability  two-sided, exact to 10 states (8 with ties), assumes independent errors; NULL: x repeats, or refused
--     spearman_rho      number       NULL: as kendall_tau
--     mean_stderr       metric       root mean square of the reported stderrs: what one value is uncertain by; NULL: one was not reported
--     n_least           examples     fewest behind a value; NULL: one was not reported
--     higher_is_better  boolean      as it was reported; NULL: not said, or not the same
--     warning           text         what weakens the row; NULL: nothing
--     reason            text         why nothing is claimed: conflicting_models, unknown_states, several_values, not_finite; NULL: something is
--     line              text         identifies the line in every answer
-- Source: docs/statistics.md 3.2 and 3.3 for aggregates: OLS over the states with t, m - 2 df; Mann (1945), Kendall (1975); Theil (1950), Sen
--     (1968). With four states the exact Mann-Kendall p is never under .083.
WITH params AS (
    SELECT
        :axis AS axis,
        :at AS at,
        :metric AS metric,
        :task AS task,
        :series AS series
),

-- The values that have no responses behind them.
unbacked AS (
    SELECT
        reported_metric.checkpoint_id,
        reported_metric.run_id,
        reported_metric.ref,
        reported_metric.name,
        reported_metric.is_group,
        reported_metric.metric,
        reported_metric.filter AS filter_name,
        reported_metric.value,
        reported_metric.stderr,
        reported_metric.n,
        reported_metric.higher_is_better
    FROM reported_metric
    CROSS JOIN params
    WHERE
        IS_ASKED(reported_metric.metric, params.metric)
        AND IS_ASKED(reported_metric.name, params.task)
        AND NOT EXISTS (SELECT 1 FROM response WHERE response.run_id = reported_metric.run_id)
),

-- One row per line and checkpoint; the same value from two files is one value.
reported AS (
    SELECT
        trend_coordinate.checkpoint_id,
        trend_coordinate.axis || '|' || trend_coordinate.at
        || '|name=' || REPLACE(unbacked.name, '|', '||')
        || '|metric=' || REPLACE(unbacked.metric, '|', '||')
        || '|filter=' || REPLACE(unbacked.filter_name, '|', '||')
        || COALESCE('|key=' || protocol.comparability_key, '')
        || trend_coordinate.coordinates AS line,
        trend_coordinate.axis,
        trend_coordinate.at,
        trend_coordinate.is_size,
        trend_coordinate.model_id,
        trend_coordinate.x,
        NULLIF(MAX(protocol.label), 'reported') AS protocol,
        MAX(unbacked.name) AS name,
        MAX(unbacked.is_group) AS is_group,
        MAX(unbacked.metric) AS metric,
        MAX(unbacked.filter_name) AS filter_name,
        MAX(unbacked.ref) AS ref,
        MAX(unbacked.value) AS value,
        MIN(unbacked.value) AS least_value,
        CASE WHEN COUNT(unbacked.value) = COUNT(*) THEN 1 ELSE 0 END AS is_finite,
        CASE WHEN COUNT(unbacked.stderr) = COUNT(*) THEN MAX(unbacked.stderr) END AS stderr,
        CASE WHEN COUNT(unbacked.n) = COUNT(*) THEN MIN(unbacked.n) END AS n,
        MIN(COALESCE(unbacked.higher_is_better, -1)) AS least_better,
        MAX(COALESCE(unbacked.higher_is_better, -1)) AS most_better
    FROM unbacked
    CROSS JOIN params
    INNER JOIN trend_coordinate
        ON
            trend_coordinate.checkpoint_id = unbacked.checkpoint_id
            AND trend_coordinate.axis = params.axis
            AND (trend_coordinate.x > 0 OR params.axis = 'rlhf_step')
            AND (
                trend_coordinate.at = params.at
                OR (trend_coordinate.at = 'equal' AND params.axis NOT LIKE 'n_params%')
            )
    INNER JOIN model ON model.model_id = trend_coordinate.model_id
    LEFT JOIN run ON run.run_id = unbacked.run_id
    LEFT JOIN protocol ON protocol.protocol_id = run.protocol_id
    WHERE params.series IS NULL OR model.series = params.series
    GROUP BY line, trend_coordinate.checkpoint_id
),

state AS (
    SELECT
        placed.line,
        placed.checkpoint_id,
        placed.x,
        placed.value,
        placed.axis,
        placed.name,
        placed.is_group,
        placed.metric,
        placed.filter_name,
        placed.model_id,
        placed.protocol,
        placed.stderr,
        placed.n,
        placed.least_better,
        placed.most_better,
        placed.is_size,
        placed.is_finite,
        placed.least_value,
        ROW_NUMBER() OVER (
            PARTITION BY placed.line ORDER BY placed.x NULLS LAST, placed.ref NULLS LAST
        ) AS place
    FROM (
        SELECT
            reported.line,
            reported.checkpoint_id,
            reported.at,
            reported.x,
            reported.ref,
            reported.value,
            reported.axis,
            reported.name,
            reported.is_group,
            reported.metric,
            reported.filter_name,
            reported.model_id,
            reported.protocol,
            reported.stderr,
            reported.n,
            reported.least_better,
            reported.most_better,
            reported.is_size,
            reported.is_finite,
            reported.least_value,
            ROW_NUMBER() OVER (
                PARTITION BY reported.line, reported.model_id
                ORDER BY
                    checkpoint.train_step DESC NULLS LAST,
                    checkpoint.train_tokens DESC NULLS LAST,
                    reported.ref DESC NULLS LAST
            ) AS place_from_last
        FROM reported
        INNER JOIN checkpoint ON checkpoint.checkpoint_id = reported.checkpoint_id
    ) AS placed
    WHERE placed.at = 'equal' OR placed.place_from_last = 1
),

-- What is common to the states of a line, and why some lines are refused.
line AS (
    SELECT
        state.line,
        MAX(state.axis) AS axis,
        MAX(state.name) AS task,
        MAX(state.is_group) AS is_group,
        MAX(state.metric) AS metric,
        MAX(state.filter_name) AS filter_name,
        MAX(state.value) > 1e0 AND MIN(state.value) BETWEEN 0e0 AND 1e0
        AND MAX(state.metric) IN (SELECT share_metric.metric FROM share_metric) AS is_scaled_twice,
        MAX(model.series) AS series,
        CASE WHEN COUNT(DISTINCT state.model_id) = 1 THEN MAX(model.name) END AS model,
        CASE
            WHEN COUNT(checkpoint.train_step) = COUNT(*) AND COUNT(DISTINCT checkpoint.train_step) = 1
                THEN MAX(checkpoint.train_step)
        END AS train_step,
        CASE
            WHEN COUNT(DISTINCT COALESCE(checkpoint.rlhf_step, 0)) = 1
                THEN MAX(COALESCE(checkpoint.rlhf_step, 0))
        END AS rlhf_step,
        MAX(checkpoint.seed) AS seed,
        MAX(checkpoint.variant) AS variant,
        MAX(state.protocol) AS protocol,
        COUNT(*) AS m,
        MIN(state.x) AS x_first,
        MAX(state.x) AS x_last,
        1e0 * MIN(CASE WHEN state.x > 0 THEN state.x END) AS x_unit,
        CASE WHEN COUNT(state.stderr) = COUNT(*) THEN SQRT(AVG(state.stderr * state.stderr)) END
            AS mean_stderr,
        CASE WHEN COUNT(state.n) = COUNT(*) THEN MIN(state.n) END AS n_least,
        CASE
            WHEN MIN(state.least_better) = MAX(state.most_better)
                THEN NULLIF(MAX(state.most_better), -1)
        END AS higher_is_better,
        CASE
            WHEN COUNT(model_conflict.model_id) > 0 THEN 'conflicting_models'
            WHEN
                COUNT(*)
                > CASE
                    WHEN MAX(state.is_size) = 1 THEN COUNT(DISTINCT state.model_id)
                    ELSE COUNT(DISTINCT state.x)
                END
                THEN 'unknown_states'
            WHEN MIN(state.is_finite) = 0 THEN 'not_finite'
            WHEN MAX(state.value - state.least_value) > 0e0 THEN 'several_values'
        END AS reason
    FROM state
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = state.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    LEFT JOIN model_conflict
        ON model_conflict.model_id = state.model_id AND model_conflict.variant = checkpoint.variant
    GROUP BY state.line
    HAVING MIN(state.x) < MAX(state.x)
),

-- A refused line has no values to go on.
point AS (
    SELECT
        state.line,
        state.place,
        line.m,
        CASE
            WHEN line.axis = 'rlhf_step' THEN LOG10(1e0 + state.x / line.x_unit)
            ELSE LOG10(state.x)
        END AS x,
        CASE WHEN line.reason IS NULL THEN state.value END AS y
    FROM line
    INNER JOIN state ON state.line = line.line
),

law AS (
    SELECT
        point.line,
        MAX(CASE WHEN point.place = 1 THEN point.y END) AS value_first,
        MAX(CASE WHEN point.place = point.m THEN point.y END) AS value_last,
        MAX(point.x) - MIN(point.x) AS x_range,
        T_QUANTILE(975e-3, COUNT(point.y) - 2) AS t,
        OLS_SLOPE(point.x, point.y) AS slope,
        OLS_SLOPE_STDERR(point.x, point.y) AS stderr,
        OLS_SLOPE_P(point.x, point.y) AS p,
        THEIL_SEN(point.x, point.y) AS theil_sen,
        KENDALL_TAU(point.x, point.y) AS kendall_tau,
        MANN_KENDALL_P(point.x, point.y) AS mann_kendall_p,
        SPEARMAN_RHO(point.x, point.y) AS spearman_rho
    FROM point
    GROUP BY point.line
)

SELECT
    line.axis,
    line.task,
    line.is_group,
    line.metric,
    line.filter_name AS filter, -- noqa: LT02
    line.series,
    line.model,
    line.train_step,
    line.rlhf_step,
    line.seed,
    line.variant,
    line.protocol,
    'reported' AS evidence,
    line.m,
    line.x_first,
    line.x_last,
    law.value_first,
    law.value_last,
    law.slope * law.x_range AS total_change,
    law.slope AS law_slope,
    law.stderr AS law_stderr,
    law.slope - law.t * law.stderr AS law_low,
    law.slope + law.t * law.stderr AS law_high,
    law.p AS law_p,
    CASE
        WHEN line.m < 4 OR law.p IS NULL THEN NULL
        WHEN law.p >= 5e-2 THEN 'no systematic trend shown'
        WHEN law.slope > 0e0 THEN 'systematic increase'
        ELSE 'systematic decrease'
    END AS systematic,
    law.theil_sen,
    law.kendall_tau,
    law.mann_kendall_p,
    law.spearman_rho,
    line.mean_stderr,
    line.n_least,
    line.higher_is_better,
    NULLIF(
        SUBSTR(
            CASE
                WHEN line.protocol IS NULL THEN '; protocol not reported: the values may not be comparable'
                ELSE ''
            END
            || CASE
                WHEN line.is_scaled_twice = 1
                    THEN '; values on both sides of 1: shares and percentages may be mixed'
                ELSE ''
            END
            || CASE WHEN line.is_group = 1 THEN '; a mean over tasks, whose members may differ' ELSE '' END
            || CASE
                WHEN line.axis LIKE 'train%' AND line.m > 11
                    THEN '; dense checkpoints: the errors of neighbours are not independent'
                ELSE ''
            END,
            3
        ),
        ''
    ) AS warning,
    line.reason,
    line.line
FROM line
INNER JOIN law ON law.line = line.line
ORDER BY
    line.task NULLS LAST,
    line.metric NULLS LAST,
    line.filter_name NULLS LAST,
    line.series NULLS LAST,
    line.model NULLS LAST,
    line.train_step NULLS LAST,
    line.rlhf_step NULLS LAST,
    line.line NULLS LAST
