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
--     metric  names   none      only these metrics as it was reported
--     task    names   none      only these tasks or groups
--     series  names   none      only models of these series
-- Default columns: axis, task, metric, filter_name, series, model, train_step, rlhf_step, seed, variant,
--     protocol, m, value_first, value_last, total_change, law_slope, law_low, law_high, systematic, warning,
--     reason
-- Columns:
--     axis              text         as asked
--     task              text         the task or group as it was reported
--     is_group          boolean      1: the harness's mean over several tasks
--     metric            text         as it was reported
--     filter_name       text         the harness's filter
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
-- One row per line and checkpoint; the same value from two files is one value. Values with responses are trend's.
WITH reported AS (
    SELECT
        c.*,
        CONCAT_WS(
            '|',
            c.axis,
            c.at,
            'name=' || REPLACE(r.name, '|', '||'),
            'metric=' || REPLACE(r.metric, '|', '||'),
            'filter=' || REPLACE(r.filter_name, '|', '||'),
            'key=' || protocol.comparability_key
        ) || c.coordinates AS line,
        NULLIF(MAX(protocol.label), 'reported') AS protocol,
        MAX(r.name) AS name,
        MAX(r.is_group) AS is_group,
        MAX(r.metric) AS metric,
        MAX(r.filter_name) AS filter_name,
        MAX(r.ref) AS ref,
        MAX(r.value) AS value,
        MIN(r.value) AS least_value,
        COUNT(r.value) = COUNT(*) AS is_finite,
        CASE WHEN COUNT(r.stderr) = COUNT(*) THEN MAX(r.stderr) END AS stderr,
        CASE WHEN COUNT(r.n) = COUNT(*) THEN MIN(r.n) END AS n,
        MIN(COALESCE(r.higher_is_better, -1)) AS least_better,
        MAX(COALESCE(r.higher_is_better, -1)) AS most_better
    FROM reported_metric AS r
    INNER JOIN trend_coordinate AS c
        ON
            c.checkpoint_id = r.checkpoint_id
            AND c.axis = :axis
            AND (c.x > 0 OR :axis = 'rlhf_step')
            AND (c.at = :at OR (c.at = 'equal' AND :axis NOT LIKE 'n_params%'))
    INNER JOIN model ON model.model_id = c.model_id
    LEFT JOIN run ON run.run_id = r.run_id
    LEFT JOIN protocol ON protocol.protocol_id = run.protocol_id
    WHERE
        IS_ASKED(r.metric, :metric) AND IS_ASKED(r.name, :task) AND IS_ASKED(model.series, :series)
        AND NOT EXISTS (SELECT 1 FROM response WHERE response.run_id = r.run_id)
    GROUP BY line, c.checkpoint_id
),

placed AS (
    SELECT
        reported.*,
        ROW_NUMBER() OVER (
            PARTITION BY reported.line, reported.model_id
            ORDER BY
                reported.train_step DESC NULLS LAST,
                reported.train_tokens DESC NULLS LAST,
                reported.ref DESC NULLS LAST
        ) AS place_from_last
    FROM reported
),

state AS (
    SELECT
        placed.*,
        ROW_NUMBER() OVER same_line AS state
    FROM placed
    WHERE placed.at = 'equal' OR placed.place_from_last = 1
    WINDOW same_line AS (PARTITION BY placed.line ORDER BY placed.x NULLS LAST, placed.ref NULLS LAST)
),

-- What is common to the states of a line, and why some lines are refused.
line AS (
    SELECT
        s.line,
        s.axis,
        s.name AS task,
        MAX(s.is_group) AS is_group,
        s.metric,
        s.filter_name,
        MAX(s.value) > 1e0 AND MIN(s.value) BETWEEN 0e0 AND 1e0
        AND s.metric IN (SELECT share_metric.metric FROM share_metric) AS is_scaled_twice,
        MAX(model.series) AS series,
        CASE WHEN COUNT(DISTINCT s.model_id) = 1 THEN model.name END AS model,
        CASE WHEN COUNT(DISTINCT COALESCE(s.train_step, -1)) = 1 THEN s.train_step END AS train_step,
        IIF(COUNT(DISTINCT COALESCE(checkpoint.rlhf_step, 0)) = 1, COALESCE(checkpoint.rlhf_step, 0), NULL)
            AS rlhf_step,
        MAX(checkpoint.seed) AS seed,
        MAX(checkpoint.variant) AS variant,
        MAX(s.protocol) AS protocol,
        COUNT(*) AS m,
        MIN(s.x) AS x_first,
        MAX(s.x) AS x_last,
        1e0 * MIN(s.x) FILTER (WHERE s.x > 0) AS x_unit,
        CASE WHEN COUNT(s.stderr) = COUNT(*) THEN SQRT(AVG(s.stderr * s.stderr)) END AS mean_stderr,
        CASE WHEN COUNT(s.n) = COUNT(*) THEN MIN(s.n) END AS n_least,
        IIF(MIN(s.least_better) = MAX(s.most_better), NULLIF(MAX(s.most_better), -1), NULL)
            AS higher_is_better,
        CASE
            WHEN COUNT(model_conflict.model_id) > 0 THEN 'conflicting_models'
            WHEN COUNT(*) > CASE WHEN s.is_size THEN COUNT(DISTINCT s.model_id) ELSE COUNT(DISTINCT s.x) END
                THEN 'unknown_states'
            WHEN MIN(s.is_finite) = 0 THEN 'not_finite'
            WHEN MAX(s.value - s.least_value) > 0e0 THEN 'several_values'
        END AS reason
    FROM state AS s
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = s.checkpoint_id
    INNER JOIN model ON model.model_id = s.model_id
    LEFT JOIN model_conflict
        ON model_conflict.model_id = s.model_id AND model_conflict.variant = checkpoint.variant
    GROUP BY s.line
    HAVING MIN(s.x) < MAX(s.x)
),

-- A refused line has no values to go on.
point AS (
    SELECT
        line.*,
        s.state,
        CASE WHEN line.axis = 'rlhf_step' THEN LOG10(1e0 + s.x / line.x_unit) ELSE LOG10(s.x) END AS x,
        CASE WHEN line.reason IS NULL THEN s.value END AS y
    FROM line
    INNER JOIN state AS s ON s.line = line.line
),

law AS (
    SELECT
        p.*,
        MAX(p.y) FILTER (WHERE p.state = 1) AS value_first,
        MAX(p.y) FILTER (WHERE p.state = p.m) AS value_last,
        MAX(p.x) - MIN(p.x) AS x_range,
        COUNT(p.y) - 2 AS df,
        OLS_SLOPE(p.x, p.y) AS slope,
        OLS_SLOPE_STDERR(p.x, p.y) AS slope_stderr,
        OLS_SLOPE_P(p.x, p.y) AS slope_p,
        THEIL_SEN(p.x, p.y) AS theil_sen,
        KENDALL_TAU(p.x, p.y) AS kendall_tau,
        MANN_KENDALL_P(p.x, p.y) AS mann_kendall_p,
        SPEARMAN_RHO(p.x, p.y) AS spearman_rho
    FROM point AS p
    GROUP BY p.line
)

SELECT
    law.axis,
    law.task,
    law.is_group,
    law.metric,
    law.filter_name,
    law.series,
    law.model,
    law.train_step,
    law.rlhf_step,
    law.seed,
    law.variant,
    law.protocol,
    'reported' AS evidence,
    law.m,
    law.x_first,
    law.x_last,
    law.value_first,
    law.value_last,
    law.slope * law.x_range AS total_change,
    law.slope AS law_slope,
    law.slope_stderr AS law_stderr,
    T_LOWER(law.slope, law.slope_stderr, law.df) AS law_low,
    T_UPPER(law.slope, law.slope_stderr, law.df) AS law_high,
    law.slope_p AS law_p,
    CASE
        WHEN law.m < 4 OR law.slope_p IS NULL THEN NULL
        WHEN law.slope_p >= 5e-2 THEN 'no systematic trend shown'
        WHEN law.slope > 0e0 THEN 'systematic increase'
        ELSE 'systematic decrease'
    END AS systematic,
    law.theil_sen,
    law.kendall_tau,
    law.mann_kendall_p,
    law.spearman_rho,
    law.mean_stderr,
    law.n_least,
    law.higher_is_better,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE WHEN law.protocol IS NULL THEN 'protocol not reported: the values may not be comparable' END,
            IIF(law.is_scaled_twice, 'values on both sides of 1: shares and percentages may be mixed', NULL),
            CASE WHEN law.is_group = 1 THEN 'a mean over tasks, whose members may differ' END,
            CASE
                WHEN law.axis LIKE 'train%' AND law.m > 11
                    THEN 'dense checkpoints: the errors of neighbours are not independent'
            END
        ),
        ''
    ) AS warning,
    law.reason,
    law.line
FROM law
ORDER BY
    law.task NULLS LAST,
    law.metric NULLS LAST,
    law.filter_name NULLS LAST,
    law.series NULLS LAST,
    law.model NULLS LAST,
    law.train_step NULLS LAST,
    law.rlhf_step NULLS LAST,
    law.line NULLS LAST
