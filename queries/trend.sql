-- Whether a metric rises, falls or turns along an axis, and how sure that is, one row per line and metric.
--
-- A line (views trend_line, trend_state) is the set of primary runs that agree in task, protocol (comparability key),
-- series, seed, variant and every coordinate but the axis, and that have two distinct values on it. n_params: the
-- models of one series at equal training and RLHF steps. train_step and train_tokens: the base states of one model
-- (RLHF step 0 or none). rlhf_step: the states on one base checkpoint, step 0 included. An unknown RLHF step counts as
-- none; an unknown seed or training step is a coordinate of its own that is never joined with a known one, and a line
-- on which two states cannot be told apart is refused (unknown_states); a model of no known series is on no n_params
-- line. Where no protocol has all the states of a task, the line that several would make together is refused
-- (mixed_protocols).
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  none      one or several, parted by commas: logodds, p_match, credit, nll, nll_raw, choice_mass, {p_match,credit}_{per_token,per_char,per_byte,uncond}; else the first three (nll_raw where there is one choice)
--     task         text     none      only this task; % stands for any text
--     behavior     text     none      only tasks of this behavior
--     series       text     none      only models of this series
--     sesoi        real     none      smallest effect of interest on the total change; else .05 (probabilities), .1 (nats), .2 (log-odds)
--     allow_mixed  boolean  0         1: also draws lines that are refused for mixed protocols, their common share or unknown states, with a warning
-- Columns:
--     axis                text         as asked
--     task                text         name of the task
--     behavior            text         what the task measures; NULL: not said
--     series              text         models made alike; NULL: unknown
--     model               text         the model of the line; NULL: it varies
--     train_step          steps        equal at every state; NULL: it varies or is unknown
--     rlhf_step           steps        equal at every state, 0 where there was none; NULL: it varies
--     seed                number       equal at every state; NULL: unknown
--     variant             text         what else tells the checkpoints apart; empty: nothing
--     protocol            text         how the task was put
--     comparability_key   text         identifier of that; NULL: mixed
--     metric              text         as asked
--     m                   states       on the line
--     x_first             axis units   smallest coordinate; inference is on log10, for rlhf_step on log10(1 + x / smallest positive x)
--     x_last              axis units   largest coordinate
--     n_common            examples     with a value at every state: the line rests on these
--     n_union             examples     with a response at any state
--     common_share        share        n_common / n_union; under .5 the line is refused, under .95 a warning
--     clusters            clusters     groups of dependent examples among the common ones
--     value_first         metric       mean at the first state; NULL: refused or undefined
--     value_last          metric       mean at the last state; NULL: as value_first
--     value_turning       metric       mean at the turning state; NULL: the line does not turn
--     x_turning           axis units   where it turns; NULL: it does not
--     total_change        metric       fitted change over the range (least squares over the states); NULL: as value_first
--     stderr              metric       of total_change, clustered (CR1), over questions; NULL: one cluster
--     low                 metric       95 % t interval of total_change; NULL: as stderr
--     high                metric       upper bound
--     p                   probability  two-sided, of no change; NULL: no stderr, or it is 0
--     direction           text         measured, of these checkpoints: increasing, decreasing, trivial_increase, trivial_decrease, flat, inconclusive; NULL: no stderr
--     shape               text         measured: increasing, decreasing, u_shaped, inverted_u, non_monotone, flat, inconclusive; NULL: fewer than three x
--     shape_beyond_noise  text         the shape with checkpoint noise counted; NULL: the noise is unknown
--     sigma_model         metric       SD of a state's mean between trainings of the same model; NULL: unknown
--     sigma_source        text         seeds or adjacent_checkpoints; NULL: unknown
--     law_slope           metric       per unit of the axis' scale (a decade)
--     law_p               probability  two-sided, of a slope over the states as a sample (OLS, m - 2 df); NULL: fewer than three states
--     systematic          text         what law_p says at 5 %; NULL: fewer than four states
--     noise_to_explain    metric       smallest SD of checkpoint noise that makes the finding chance; inf: none does
--     finding             text         what noise_to_explain is about: the turn or the direction
--     alarm               boolean      1: turns, and known checkpoint noise does not explain it; NULL: fewer than three x
--     scope               text         of which claim
--     mean_choice_mass    probability  mean probability of all choices together, over the states; NULL: no comparison
--     frac_tied           share        of ties between a matching and another choice; NULL: no comparison
--     n_excluded          responses    without a value, over all states; the next six columns say why (without alternative nll_raw has one)
--     n_missing_choice    responses    a choice without log-prob
--     n_nan               responses    a log-prob that is not a number
--     n_all_neg_inf       responses    every choice at -inf
--     n_positive_logprob  responses    a log-prob above zero
--     n_no_alternative    responses    nothing to compare with
--     n_invalid_match     responses    the matching choice is unknown or out of range
--     warning             text         what weakens the row; NULL: nothing
--     reason              text         why nothing is claimed: mixed_protocols, common_share, no_common_examples, unknown_states, n_inf, one_cluster; NULL: something is
--     line                text         identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: STATISTICS.md 3: mean over common examples and its CR1 covariance V between states; Simonsohn (2018)'s sign
--     change with the inference on the examples; equivalence by TOST. nll is -ln p of matching among the choices.
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

-- The lines asked for, once for each metric asked of them: what a row of the answer is.
line_metric AS (
    SELECT
        ROW_NUMBER() OVER (ORDER BY trend_line.line NULLS LAST, trend_metric.name NULLS LAST) AS row_id,
        trend_line.line AS line,
        trend_line.noise_group AS noise_group,
        trend_metric.name AS metric,
        COALESCE(params.sesoi, trend_metric.sesoi) AS sesoi,
        CASE WHEN trend_line.at = 'mixed' THEN 1 ELSE 0 END AS is_mixed,
        params.allow_mixed AS allow_mixed,
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
        AND (
            trend_line.at = params.at
            OR (
                trend_line.at IN ('equal', 'mixed')
                AND (params.at = 'equal' OR params.axis NOT LIKE 'n_params%')
            )
        )
        AND (
            params.task IS NULL OR trend_line.task = params.task
            OR (INSTR(params.task, '%') > 0 AND trend_line.task LIKE params.task)
        )
        AND (params.behavior IS NULL OR trend_line.behavior = params.behavior)
        AND (params.series IS NULL OR trend_line.series = params.series)
),

state AS (
    SELECT
        line_metric.row_id AS row_id,
        line_metric.metric AS metric,
        line_metric.is_mixed AS is_mixed,
        trend_state.state AS state,
        trend_state.m AS m,
        trend_state.run_id AS run_id,
        trend_state.x AS x,
        trend_state.scaled_x AS scaled_x
    FROM line_metric
    INNER JOIN trend_state ON trend_state.line = line_metric.line
),

-- Heavy step: logarium takes that of queries/native/trend.sql.

-- What the states say of every example; where they were put differently, of every item.
answered AS (
    SELECT
        state.row_id AS row_id,
        state.state AS state,
        state.m AS m,
        CASE
            WHEN state.is_mixed = 1
                THEN
                    (
                        SELECT shared_item.item_id FROM shared_item
                        WHERE shared_item.example_id = response_value.example_id
                    )
            ELSE response_value.example_id
        END AS example_id,
        response_value.y AS y
    FROM state
    INNER JOIN response_value
        ON response_value.run_id = state.run_id AND response_value.metric = state.metric
),

-- Only the examples that have a value in every state of the line.
common_value AS (
    SELECT
        counted.row_id AS row_id,
        counted.state AS state,
        counted.example_id AS example_id,
        example.cluster AS cluster,
        counted.y AS y
    FROM (
        SELECT
            answered.row_id AS row_id,
            answered.state AS state,
            answered.m AS m,
            answered.example_id AS example_id,
            answered.y AS y,
            COUNT(answered.y) OVER (PARTITION BY answered.row_id, answered.example_id) AS n_values
        FROM answered
    ) AS counted
    INNER JOIN example ON example.example_id = counted.example_id
    WHERE counted.n_values = counted.m
),

common_count AS (
    SELECT
        common_value.row_id AS row_id,
        COUNT(*) AS n,
        COUNT(DISTINCT common_value.cluster) AS clusters
    FROM common_value
    WHERE common_value.state = 1
    GROUP BY common_value.row_id
),

-- A state with an infinite value has no mean here: nothing is dropped to get one.
state_mean AS (
    SELECT
        common_value.row_id AS row_id,
        common_value.state AS state,
        SUM(CASE WHEN ABS(common_value.y) > 1e308 THEN 1 ELSE 0 END) AS n_inf,
        CASE
            WHEN SUM(CASE WHEN ABS(common_value.y) > 1e308 THEN 1 ELSE 0 END) = 0
                THEN AVG(CASE WHEN ABS(common_value.y) > 1e308 THEN NULL ELSE common_value.y END)
        END AS mean
    FROM common_value
    GROUP BY common_value.row_id, common_value.state
),

cluster_residual AS (
    SELECT
        common_value.row_id AS row_id,
        common_value.cluster AS cluster,
        common_value.state AS state,
        SUM(common_value.y - state_mean.mean) AS residual
    FROM common_value
    INNER JOIN state_mean
        ON
            state_mean.row_id = common_value.row_id
            AND state_mean.state = common_value.state
            AND state_mean.n_inf = 0
    GROUP BY common_value.row_id, common_value.cluster, common_value.state
),

-- The upper triangle of V: C / (C - 1) * sum over clusters of the products of residuals / n^2.
covariance AS (
    SELECT
        earlier.row_id AS row_id,
        earlier.state AS state,
        later.state AS other,
        SUM(earlier.residual * later.residual) * MAX(common_count.clusters)
        / NULLIF(MAX(common_count.clusters) - 1e0, 0e0)
        / (CAST(MAX(common_count.n) AS DOUBLE) * MAX(common_count.n)) AS covariance
    FROM cluster_residual AS earlier
    INNER JOIN cluster_residual AS later
        ON
            later.row_id = earlier.row_id
            AND later.cluster = earlier.cluster
            AND later.state >= earlier.state
    INNER JOIN common_count ON common_count.row_id = earlier.row_id
    GROUP BY earlier.row_id, earlier.state, later.state
),

-- The mean of a run over its own examples, with its clustered variance: for the checkpoint noise.
noise_metric AS (
    SELECT DISTINCT
        line_metric.noise_group AS noise_group,
        line_metric.metric AS metric
    FROM line_metric
),

noise_value AS (
    SELECT
        noise_run.run_id AS run_id,
        noise_run.metric AS metric,
        example.cluster AS cluster,
        response_value.y AS y
    FROM (
        SELECT DISTINCT
            trend_noise_run.run_id AS run_id,
            noise_metric.metric AS metric
        FROM trend_noise_run
        INNER JOIN noise_metric ON noise_metric.noise_group = trend_noise_run.noise_group
    ) AS noise_run
    INNER JOIN response_value
        ON response_value.run_id = noise_run.run_id AND response_value.metric = noise_run.metric
    INNER JOIN example ON example.example_id = response_value.example_id
    WHERE response_value.y IS NOT NULL
),

noise_mean AS (
    SELECT
        noise_value.run_id AS run_id,
        noise_value.metric AS metric,
        COUNT(*) AS n,
        COUNT(DISTINCT noise_value.cluster) AS clusters,
        AVG(CASE WHEN ABS(noise_value.y) > 1e308 THEN NULL ELSE noise_value.y END) AS mean
    FROM noise_value
    GROUP BY noise_value.run_id, noise_value.metric
    HAVING SUM(CASE WHEN ABS(noise_value.y) > 1e308 THEN 1 ELSE 0 END) = 0
),

noise_residual AS (
    SELECT
        noise_value.run_id AS run_id,
        noise_value.metric AS metric,
        SUM(noise_value.y - noise_mean.mean) AS residual
    FROM noise_value
    INNER JOIN noise_mean
        ON noise_mean.run_id = noise_value.run_id AND noise_mean.metric = noise_value.metric
    GROUP BY noise_value.run_id, noise_value.metric, noise_value.cluster
),

noise_spread AS (
    SELECT
        noise_mean.run_id AS run_id,
        noise_mean.metric AS metric,
        MAX(noise_mean.mean) AS mean,
        SUM(noise_residual.residual * noise_residual.residual) * MAX(noise_mean.clusters)
        / NULLIF(MAX(noise_mean.clusters) - 1e0, 0e0)
        / (CAST(MAX(noise_mean.n) AS DOUBLE) * MAX(noise_mean.n)) AS variance
    FROM noise_mean
    INNER JOIN noise_residual
        ON noise_residual.run_id = noise_mean.run_id AND noise_residual.metric = noise_mean.metric
    GROUP BY noise_mean.run_id, noise_mean.metric
),

-- What the states of a line answered, and what had to be left out.
line_total AS (
    SELECT
        line_run.line AS line,
        COUNT(
            DISTINCT
            CASE
                WHEN line_run.is_mixed = 1
                    THEN
                        (
                            SELECT shared_item.item_id FROM shared_item
                            WHERE shared_item.example_id = m.example_id
                        )
                ELSE m.example_id
            END
        ) AS n_union,
        AVG(CASE WHEN m.status = 'ok' THEN m.choice_mass END) AS mean_choice_mass,
        AVG(CASE WHEN m.status = 'ok' THEN CAST(m.tied AS DOUBLE) END) AS frac_tied,
        SUM(CASE WHEN m.status = 'ok' THEN 0 ELSE 1 END) AS n_excluded,
        SUM(CASE WHEN m.status = 'missing_choice' THEN 1 ELSE 0 END) AS n_missing_choice,
        SUM(CASE WHEN m.status = 'nan' THEN 1 ELSE 0 END) AS n_nan,
        SUM(CASE WHEN m.status = 'all_neg_inf' THEN 1 ELSE 0 END) AS n_all_neg_inf,
        SUM(CASE WHEN m.status = 'positive_logprob' THEN 1 ELSE 0 END) AS n_positive_logprob,
        SUM(CASE WHEN m.status = 'no_alternative' THEN 1 ELSE 0 END) AS n_no_alternative,
        SUM(CASE WHEN m.status = 'invalid_match' THEN 1 ELSE 0 END) AS n_invalid_match
    FROM (
        SELECT DISTINCT
            line_metric.line AS line,
            line_metric.is_mixed AS is_mixed,
            state.run_id AS run_id
        FROM line_metric
        INNER JOIN state ON state.row_id = line_metric.row_id
    ) AS line_run
    INNER JOIN response_metric AS m ON m.run_id = line_run.run_id
    GROUP BY line_run.line
),

-- Heavy step ends.

-- Second differences of three states in a row.
second_difference AS (
    SELECT
        trend_noise_run.noise_group AS noise_group,
        noise_spread.metric AS metric,
        SUM(trend_noise_run.weight * noise_spread.mean) AS difference
    FROM trend_noise_run
    INNER JOIN noise_spread ON noise_spread.run_id = trend_noise_run.run_id
    WHERE trend_noise_run.source = 'adjacent_checkpoints'
    GROUP BY trend_noise_run.noise_group, noise_spread.metric, trend_noise_run.unit
    HAVING COUNT(*) = 3
),

-- What every row rests on, and why some are refused.
basis AS (
    SELECT
        line_metric.row_id AS row_id,
        line_metric.line AS line,
        line_metric.metric AS metric,
        line_metric.sesoi AS sesoi,
        line_metric.noise_group AS noise_group,
        COALESCE(common_count.n, 0) AS n_common,
        COALESCE(common_count.clusters, 0) AS clusters,
        CAST(COALESCE(common_count.n, 0) AS DOUBLE) / line_total.n_union AS common_share,
        CASE
            WHEN line_metric.is_mixed > line_metric.allow_mixed THEN 'mixed_protocols'
            WHEN COALESCE(common_count.n, 0) = 0 THEN 'no_common_examples'
            WHEN line_metric.unknown_states > 0 THEN 'unknown_states'
            WHEN CAST(common_count.n AS DOUBLE) / line_total.n_union < line_metric.least_common_share
                THEN 'common_share'
            WHEN infinite.n_inf > 0 THEN 'n_inf'
        END AS refusal
    FROM line_metric
    INNER JOIN line_total ON line_total.line = line_metric.line
    LEFT JOIN common_count ON common_count.row_id = line_metric.row_id
    LEFT JOIN (
        SELECT
            state_mean.row_id AS row_id,
            SUM(state_mean.n_inf) AS n_inf
        FROM state_mean
        GROUP BY state_mean.row_id
    ) AS infinite
        ON infinite.row_id = line_metric.row_id
),

-- Portable up to here.

noise AS (
    SELECT
        trend_noise_run.noise_group AS noise_group,
        noise_spread.metric AS metric,
        'seeds' AS source,
        CHECKPOINT_NOISE_SEEDS(trend_noise_run.unit, noise_spread.mean, noise_spread.variance) AS variance
    FROM trend_noise_run
    INNER JOIN noise_spread ON noise_spread.run_id = trend_noise_run.run_id
    WHERE trend_noise_run.source = 'seeds'
    GROUP BY trend_noise_run.noise_group, noise_spread.metric
    UNION ALL
    SELECT
        second_difference.noise_group AS noise_group,
        second_difference.metric AS metric,
        'adjacent_checkpoints' AS source,
        AVG(second_difference.difference * second_difference.difference) / 6e0 AS variance
    FROM second_difference
    GROUP BY second_difference.noise_group, second_difference.metric
),

-- The light step: one JSON object a row.
analysis AS (
    SELECT
        basis.row_id AS row_id,
        MAX(CASE WHEN noise.variance IS NOT NULL THEN noise.source END) AS sigma_source,
        TREND_LINE(
            covariance.state,
            covariance.other,
            state.scaled_x,
            basis.n_common,
            basis.clusters,
            state_mean.mean,
            covariance.covariance,
            basis.sesoi,
            noise.variance
        ) AS answer
    FROM basis
    INNER JOIN covariance ON covariance.row_id = basis.row_id
    INNER JOIN state_mean
        ON state_mean.row_id = covariance.row_id AND state_mean.state = covariance.state
    INNER JOIN state ON state.row_id = covariance.row_id AND state.state = covariance.state
    LEFT JOIN noise ON noise.noise_group = basis.noise_group AND noise.metric = basis.metric
    WHERE basis.refusal IS NULL
    GROUP BY basis.row_id
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
    trend_line.comparability_key AS comparability_key,
    basis.metric AS metric,
    trend_line.m AS m,
    trend_line.x_first AS x_first,
    trend_line.x_last AS x_last,
    basis.n_common AS n_common,
    line_total.n_union AS n_union,
    basis.common_share AS common_share,
    basis.clusters AS clusters,
    analysis.answer ->> '$.first' AS value_first,
    analysis.answer ->> '$.last' AS value_last,
    analysis.answer ->> '$.turning_value' AS value_turning,
    turning_state.x AS x_turning,
    analysis.answer ->> '$.total_change' AS total_change,
    analysis.answer ->> '$.stderr' AS stderr,
    analysis.answer ->> '$.low' AS low,
    analysis.answer ->> '$.high' AS high,
    analysis.answer ->> '$.p' AS p,
    analysis.answer ->> '$.direction' AS direction,
    analysis.answer ->> '$.shape' AS shape,
    analysis.answer ->> '$.shape_beyond_noise' AS shape_beyond_noise,
    analysis.answer ->> '$.sigma_model' AS sigma_model,
    analysis.sigma_source AS sigma_source,
    analysis.answer ->> '$.law_slope' AS law_slope,
    analysis.answer ->> '$.law_p' AS law_p,
    CASE
        WHEN trend_line.m < 4 THEN NULL
        WHEN JSON_EXTRACT(analysis.answer, '$.systematic') = 0 THEN 'no systematic trend shown'
        WHEN JSON_EXTRACT(analysis.answer, '$.systematic') = 1
            THEN
                CASE
                    WHEN JSON_EXTRACT(analysis.answer, '$.law_slope') > 0e0 THEN 'systematic increase'
                    ELSE 'systematic decrease'
                END
    END AS systematic,
    CASE
        WHEN JSON_EXTRACT(analysis.answer, '$.noise_to_explain') = 'inf' THEN 9e999
        ELSE analysis.answer ->> '$.noise_to_explain'
    END AS noise_to_explain,
    analysis.answer ->> '$.finding' AS finding,
    CASE WHEN analysis.answer ->> '$.shape' IS NOT NULL THEN analysis.answer ->> '$.alarm' END AS alarm,
    'measured: these ' || trend_line.m || ' checkpoints, on questions like these ' || basis.n_common
    || CASE WHEN basis.clusters < basis.n_common THEN ' in ' || basis.clusters || ' clusters' ELSE '' END
    || CASE
        WHEN trend_line.m < 4 THEN '; systematic: not asked of fewer than 4 states'
        ELSE '; systematic: ' || trend_line.m || ' states as a sample of the law'
    END
    || CASE WHEN trend_line.at = 'final' THEN '; each model at its last base state' ELSE '' END
    || CASE
        WHEN
            trend_line.at = 'equal' AND trend_line.axis LIKE 'n_params%' AND trend_line.train_step IS NULL
            AND trend_line.train_tokens IS NULL
            THEN '; training step unknown'
        ELSE ''
    END
    || CASE WHEN trend_line.seed IS NULL THEN '; seed unknown' ELSE '; one seed' END AS scope,
    line_total.mean_choice_mass AS mean_choice_mass,
    line_total.frac_tied AS frac_tied,
    line_total.n_excluded - CASE WHEN basis.metric = 'nll_raw' THEN line_total.n_no_alternative ELSE 0 END
        AS n_excluded,
    line_total.n_missing_choice AS n_missing_choice,
    line_total.n_nan AS n_nan,
    line_total.n_all_neg_inf AS n_all_neg_inf,
    line_total.n_positive_logprob AS n_positive_logprob,
    line_total.n_no_alternative AS n_no_alternative,
    line_total.n_invalid_match AS n_invalid_match,
    NULLIF(
        SUBSTR(
            CASE WHEN trend_line.n_protocols > 1 THEN '; states that were put differently' ELSE '' END
            || CASE
                WHEN basis.common_share < 95e-2
                    THEN
                        '; only ' || PRINTF('%.0f', 1e2 * basis.common_share)
                        || ' % of the examples are common'
                ELSE ''
            END
            || CASE WHEN trend_line.unknown_states > 0 THEN '; states that cannot be told apart' ELSE '' END
            || CASE WHEN basis.clusters < 10 THEN '; fewer than 10 clusters' ELSE '' END
            || CASE WHEN line_total.frac_tied > 1e-2 THEN '; more than 1 % ties' ELSE '' END
            || CASE WHEN line_total.mean_choice_mass < 1e-2 THEN '; choice mass under 1 %' ELSE '' END
            || CASE
                WHEN JSON_EXTRACT(analysis.answer, '$.degenerate') = 1 THEN '; degenerate: stderr is 0'
                ELSE ''
            END,
            3
        ),
        ''
    ) AS warning,
    COALESCE(basis.refusal, analysis.answer ->> '$.reason') AS reason,
    basis.line AS line
FROM basis
INNER JOIN trend_line ON trend_line.line = basis.line
INNER JOIN line_total ON line_total.line = basis.line
LEFT JOIN analysis ON analysis.row_id = basis.row_id
LEFT JOIN state AS turning_state
    ON turning_state.row_id = basis.row_id AND turning_state.state = analysis.answer ->> '$.turning_state'
ORDER BY
    trend_line.behavior NULLS LAST,
    trend_line.task NULLS LAST,
    trend_line.series NULLS LAST,
    trend_line.model NULLS LAST,
    trend_line.train_step NULLS LAST,
    trend_line.rlhf_step NULLS LAST,
    trend_line.seed NULLS LAST,
    trend_line.variant NULLS LAST,
    basis.line NULLS LAST,
    CASE basis.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    basis.metric NULLS LAST
