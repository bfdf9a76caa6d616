-- The lines that turn, red flags first, one row per line and metric that turns.
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
--     alarm               boolean     1: u_shaped or inverted_u, and known checkpoint noise (twice its SD) does not explain it: a red flag
--     shape               text        u_shaped, inverted_u or non_monotone, measured of these checkpoints
--     shape_beyond_noise  text        with checkpoint noise counted; NULL: the noise is unknown
--     noise_to_explain    metric      smallest SD of checkpoint noise that makes the turn chance; inf: none does
--     sigma_model         metric      SD of a state's mean between trainings of the same model; NULL: unknown
--     sigma_source        text        seeds or adjacent_checkpoints; NULL: unknown
--     times_sigma         ratio       noise_to_explain / sigma_model; NULL: sigma_model is unknown or 0
--     axis                text        as asked
--     task                text        name of the task
--     behavior            text        what the task measures; NULL: not said
--     series              text        models made alike; NULL: unknown
--     model               text        the model of the line; NULL: it varies
--     train_step          steps       equal at every state; NULL: it varies or is unknown
--     rlhf_step           steps       equal at every state, 0 where there was none; NULL: it varies
--     seed                number      equal at every state; NULL: unknown
--     variant             text        what else tells the checkpoints apart; empty: nothing
--     protocol            text        how the task was put
--     metric              text        as asked
--     m                   states      on the line
--     x_first             axis units  smallest coordinate
--     x_turning           axis units  where it turns; NULL: it turns both ways
--     x_last              axis units  largest coordinate
--     value_first         metric      mean at the first state
--     value_turning       metric      mean at the turning state; NULL: it turns both ways
--     value_last          metric      mean at the last state
--     arm_low             metric      fitted change up to the turn; NULL: it turns both ways
--     arm_low_stderr      metric      clustered (CR1); NULL: as arm_low
--     arm_high            metric      fitted change from the turn on; NULL: it turns both ways
--     arm_high_stderr     metric      clustered (CR1); NULL: as arm_high
--     n_common            examples    with a value at every state
--     clusters            clusters    among them
--     common_share        share       n_common / examples with a response at any state
--     line                text        identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: as trend (STATISTICS.md 3.5, 3.6), by its native path.
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
        trend_line.noise_group AS noise_group,
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

-- The mean of every run that tells of checkpoint noise, over its own examples; not where a value is infinite.
noise_mean AS (
    SELECT
        noise_run.run_id AS run_id,
        noise_run.metric AS metric,
        own.mean AS mean,
        own.variance AS variance
    FROM (
        SELECT DISTINCT
            trend_noise_run.run_id AS run_id,
            line_metric.metric AS metric
        FROM trend_noise_run
        INNER JOIN line_metric ON line_metric.noise_group = trend_noise_run.noise_group
    ) AS noise_run
    CROSS JOIN RUN_MOMENT(noise_run.run_id, noise_run.metric) AS own
    WHERE own.mean IS NOT NULL
),

noise_unit AS (
    SELECT
        trend_noise_run.noise_group AS noise_group,
        trend_noise_run.source AS source,
        trend_noise_run.unit AS unit,
        trend_noise_run.weight AS weight,
        noise_mean.metric AS metric,
        noise_mean.mean AS mean,
        noise_mean.variance AS variance
    FROM trend_noise_run
    INNER JOIN noise_mean ON noise_mean.run_id = trend_noise_run.run_id
),

noise AS (
    SELECT
        noise_unit.noise_group AS noise_group,
        noise_unit.metric AS metric,
        'seeds' AS source,
        CHECKPOINT_NOISE_SEEDS(noise_unit.unit, noise_unit.mean, noise_unit.variance) AS variance
    FROM noise_unit
    WHERE noise_unit.source = 'seeds'
    GROUP BY noise_unit.noise_group, noise_unit.metric
    UNION ALL
    SELECT
        three.noise_group AS noise_group,
        three.metric AS metric,
        'adjacent_checkpoints' AS source,
        AVG(three.difference * three.difference) / 6e0 AS variance
    FROM (
        SELECT
            noise_unit.noise_group AS noise_group,
            noise_unit.metric AS metric,
            SUM(noise_unit.weight * noise_unit.mean) AS difference
        FROM noise_unit
        WHERE noise_unit.source = 'adjacent_checkpoints'
        GROUP BY noise_unit.noise_group, noise_unit.metric, noise_unit.unit
        HAVING COUNT(*) = 3
    ) AS three
    GROUP BY three.noise_group, three.metric
),

analysis AS (
    SELECT
        line_metric.row_id AS row_id,
        MAX(noise.source) AS sigma_source,
        RUN_TREND(
            trend_state.scaled_x,
            trend_state.run_id,
            line_metric.metric,
            line_metric.sesoi,
            noise.variance,
            trend_state.state
        ) AS answer
    FROM line_metric
    INNER JOIN trend_state ON trend_state.line = line_metric.line
    LEFT JOIN noise
        ON noise.noise_group = line_metric.noise_group AND noise.metric = line_metric.metric
    GROUP BY line_metric.row_id
),

-- Why some lines are refused, as in trend; a state without one response is not in the answer's m.
judged AS (
    SELECT
        analysis.row_id AS row_id,
        analysis.sigma_source AS sigma_source,
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
)

SELECT
    judged.answer ->> '$.alarm' AS alarm,
    judged.answer ->> '$.shape' AS shape,
    judged.answer ->> '$.shape_beyond_noise' AS shape_beyond_noise,
    CASE
        WHEN JSON_EXTRACT(judged.answer, '$.noise_to_explain') = 'inf' THEN 9e999
        ELSE judged.answer ->> '$.noise_to_explain'
    END AS noise_to_explain,
    judged.answer ->> '$.sigma_model' AS sigma_model,
    CASE WHEN JSON_EXTRACT(judged.answer, '$.sigma_model') IS NOT NULL THEN judged.sigma_source END
        AS sigma_source,
    CASE
        WHEN JSON_EXTRACT(judged.answer, '$.noise_to_explain') = 'inf' THEN 9e999
        ELSE judged.answer ->> '$.noise_to_explain'
    END / NULLIF(judged.answer ->> '$.sigma_model', 0e0) AS times_sigma,
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
    turning_state.x AS x_turning,
    trend_line.x_last AS x_last,
    judged.answer ->> '$.first' AS value_first,
    judged.answer ->> '$.turning_value' AS value_turning,
    judged.answer ->> '$.last' AS value_last,
    judged.answer ->> '$.arm_low' AS arm_low,
    judged.answer ->> '$.arm_low_stderr' AS arm_low_stderr,
    judged.answer ->> '$.arm_high' AS arm_high,
    judged.answer ->> '$.arm_high_stderr' AS arm_high_stderr,
    judged.n_common AS n_common,
    judged.answer ->> '$.clusters' AS clusters,
    judged.common_share AS common_share,
    trend_line.line AS line
FROM judged
INNER JOIN line_metric ON line_metric.row_id = judged.row_id
INNER JOIN trend_line ON trend_line.line = line_metric.line
LEFT JOIN trend_state AS turning_state
    ON
        turning_state.line = line_metric.line
        AND turning_state.state = judged.answer ->> '$.turning_state'
WHERE
    judged.reason IS NULL
    AND JSON_EXTRACT(judged.answer, '$.shape') IN ('u_shaped', 'inverted_u', 'non_monotone')
ORDER BY
    alarm DESC NULLS LAST,
    times_sigma DESC NULLS LAST,
    noise_to_explain DESC NULLS LAST,
    trend_line.behavior NULLS LAST,
    trend_line.task NULLS LAST,
    trend_line.line NULLS LAST,
    CASE line_metric.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    line_metric.metric NULLS LAST
